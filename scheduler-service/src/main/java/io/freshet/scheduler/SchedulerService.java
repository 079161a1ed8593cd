package io.freshet.scheduler;

import io.freshet.scheduler.config.Scheduler;
import io.freshet.servicekit.jdbc.JdbcDefaults;
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

/**
 * The scheduler as a whole: starts, answers over HTTP, and stops. Several may run in one JVM, each with its own state directory and
 * {@code freshet.scheduler.instance}.
 */
public final class SchedulerService implements AutoCloseable {
    private static final String DEFAULTS = "io/freshet/scheduler/defaults.yml";
    /** Below files, system properties and the environment. */
    private static final int LOWEST = -1_000;

    private final ApplicationContext context;
    private final EmbeddedServer server;
    private final Scheduler scheduler;

    private SchedulerService(ApplicationContext context, EmbeddedServer server, Scheduler scheduler) {
        this.context = context;
        this.server = server;
        this.scheduler = scheduler;
    }

    /**
     * Starts and returns when HTTP answers; {@link #isReady} says when attempts are admitted.
     *
     * @param properties win over the environment and the defaults, see the module's README
     * @throws RuntimeException if a property is missing or wrong, or Kafka or the database cannot be reached
     */
    public static SchedulerService start(Map<String, Object> properties) {
        return start(properties, true);
    }

    /**
     * @param recovering whether stores that are damaged may be set aside, to start once more without them
     */
    private static SchedulerService start(Map<String, Object> properties, boolean recovering) {
        ApplicationContext context = ApplicationContext.builder()
                .banner(false)
                .deduceEnvironment(false)
                .deduceCloudEnvironment(false)
                .propertySources(
                        PropertySource.of("jdbc-defaults", JdbcDefaults.all(), LOWEST - 1),
                        PropertySource.of("scheduler-defaults", defaults(), LOWEST))
                .properties(properties)
                .properties(Map.of("freshet.service", "scheduler"))
                .start();
        Optional<LocalState> stores =
                context.getProperty("freshet.state.dir", Path.class).map(LocalState::new);
        try {
            stores.ifPresent(LocalState::recover);
            Scheduler scheduler = context.getBean(Scheduler.class);
            EmbeddedServer server = context.getBean(EmbeddedServer.class).start();
            scheduler.start();
            return new SchedulerService(context, server, scheduler);
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
        return scheduler.isReady();
    }

    /** False if it does not go on by itself and is to be started again. */
    public boolean isAlive() {
        return scheduler.isAlive();
    }

    @Override
    public void close() {
        server.stop();
        context.close();
    }

    /** Runs until the process is told to end. */
    public static void main(String[] arguments) throws InterruptedException {
        SchedulerService service = start(Map.of());
        Runtime.getRuntime().addShutdownHook(new Thread(service::close, "freshet-close"));
        new CountDownLatch(1).await();
    }

    private static Map<String, Object> defaults() {
        try (InputStream file =
                Objects.requireNonNull(SchedulerService.class.getClassLoader().getResourceAsStream(DEFAULTS))) {
            return new YamlPropertySourceLoader().read(DEFAULTS, file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
