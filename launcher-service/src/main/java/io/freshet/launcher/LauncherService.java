package io.freshet.launcher;

import io.freshet.launcher.config.Launcher;
import io.micronaut.context.ApplicationContext;
import io.micronaut.context.env.PropertySource;
import io.micronaut.context.env.yaml.YamlPropertySourceLoader;
import io.micronaut.runtime.server.EmbeddedServer;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;

/** The launcher as a whole: starts, answers over HTTP, and stops. Several may run in one JVM, each with its own storage root or instance name. */
public final class LauncherService implements AutoCloseable {
    private static final String DEFAULTS = "io/freshet/launcher/defaults.yml";
    /** Below files, system properties and the environment. */
    private static final int LOWEST = -1_000;

    private final ApplicationContext context;
    private final EmbeddedServer server;
    private final Launcher launcher;

    private LauncherService(ApplicationContext context, EmbeddedServer server, Launcher launcher) {
        this.context = context;
        this.server = server;
        this.launcher = launcher;
    }

    /**
     * Starts and returns when HTTP answers; {@link #isReady} says when orders are read.
     *
     * @param properties win over the environment and the defaults, see the module's README
     * @throws RuntimeException if a property is missing or wrong, or Kafka or a directory cannot be reached
     */
    public static LauncherService start(Map<String, Object> properties) {
        ApplicationContext context = ApplicationContext.builder()
                .banner(false)
                .deduceEnvironment(false)
                .deduceCloudEnvironment(false)
                .propertySources(PropertySource.of("launcher-defaults", defaults(), LOWEST))
                .properties(properties)
                .properties(Map.of("freshet.service", "launcher"))
                .start();
        try {
            Launcher launcher = context.getBean(Launcher.class);
            EmbeddedServer server = context.getBean(EmbeddedServer.class).start();
            launcher.start();
            return new LauncherService(context, server, launcher);
        } catch (RuntimeException e) {
            context.close();
            throw e;
        }
    }

    /** Where HTTP answers. */
    public int port() {
        return server.getPort();
    }

    public boolean isReady() {
        return launcher.isReady();
    }

    /** False if it does not go on by itself and is to be started again. */
    public boolean isAlive() {
        return launcher.isAlive();
    }

    @Override
    public void close() {
        server.stop();
        context.close();
    }

    /** Runs until the process is told to end. */
    public static void main(String[] arguments) throws InterruptedException {
        LauncherService service = start(Map.of());
        Runtime.getRuntime().addShutdownHook(new Thread(service::close, "freshet-close"));
        new CountDownLatch(1).await();
    }

    private static Map<String, Object> defaults() {
        try (InputStream file =
                Objects.requireNonNull(LauncherService.class.getClassLoader().getResourceAsStream(DEFAULTS))) {
            return new YamlPropertySourceLoader().read(DEFAULTS, file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
