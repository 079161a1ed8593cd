package io.freshet.planner;

import io.freshet.planner.config.PlannerStreams;
import io.freshet.servicekit.streams.LocalState;
import io.micronaut.context.ApplicationContext;
import io.micronaut.context.env.PropertySource;
import io.micronaut.context.env.yaml.YamlPropertySourceLoader;
import io.micronaut.runtime.server.EmbeddedServer;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;

/** The planner as a whole: starts, answers over HTTP, and stops. Several may run in one JVM, each with its own state directory. */
public final class PlannerService implements AutoCloseable {
    private static final String DEFAULTS = "io/freshet/planner/defaults.yml";
    /** Below files, system properties and the environment. */
    private static final int LOWEST = -1_000;

    private final ApplicationContext context;
    private final EmbeddedServer server;
    private final PlannerStreams streams;

    private PlannerService(ApplicationContext context, EmbeddedServer server, PlannerStreams streams) {
        this.context = context;
        this.server = server;
        this.streams = streams;
    }

    /**
     * Starts and returns when HTTP answers; {@link #isReady} says when it has its partitions and their state.
     *
     * @param properties win over the environment and the defaults, see the module's README
     * @throws RuntimeException if a property is missing or wrong, or Kafka or a directory cannot be reached
     */
    public static PlannerService start(Map<String, Object> properties) {
        return start(properties, true);
    }

    /**
     * @param recovering whether stores that are damaged may be set aside, to start once more without them
     */
    private static PlannerService start(Map<String, Object> properties, boolean recovering) {
        ApplicationContext context = ApplicationContext.builder()
                .banner(false)
                .deduceEnvironment(false)
                .deduceCloudEnvironment(false)
                .propertySources(PropertySource.of("planner-defaults", defaults(), LOWEST))
                .properties(properties)
                .properties(Map.of("freshet.service", "planner"))
                .start();
        Optional<LocalState> stores =
                context.getProperty("freshet.state.dir", Path.class).map(LocalState::new);
        try {
            stores.ifPresent(LocalState::recover);
            PlannerStreams streams = context.getBean(PlannerStreams.class);
            EmbeddedServer server = context.getBean(EmbeddedServer.class).start();
            streams.start();
            return new PlannerService(context, server, streams);
        } catch (RuntimeException e) {
            context.close();
            if (recovering && stores.filter(state -> state.recoverFrom(e)).isPresent()) {
                return start(properties, false);
            }
            throw e;
        }
    }

    /** Where HTTP answers. */
    public int port() {
        return server.getPort();
    }

    public boolean isReady() {
        return streams.isReady();
    }

    /** False if it does not go on by itself and is to be started again. */
    public boolean isAlive() {
        return streams.isAlive();
    }

    @Override
    public void close() {
        server.stop();
        context.close();
    }

    /** Runs until the process is told to end. */
    public static void main(String[] arguments) throws InterruptedException {
        PlannerService service = start(Map.of());
        Runtime.getRuntime().addShutdownHook(new Thread(service::close, "freshet-close"));
        new CountDownLatch(1).await();
    }

    private static Map<String, Object> defaults() {
        try (InputStream file =
                Objects.requireNonNull(PlannerService.class.getClassLoader().getResourceAsStream(DEFAULTS))) {
            return new YamlPropertySourceLoader().read(DEFAULTS, file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
