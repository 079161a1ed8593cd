package io.freshet.servicekit.service;

import io.freshet.servicekit.streams.LocalState;
import io.micronaut.context.ApplicationContext;
import io.micronaut.runtime.server.EmbeddedServer;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;

/** A service as a whole: starts, answers over HTTP, and stops. Several may run in one JVM, each with its own directories. Thread-safe. */
public final class RunningService implements AutoCloseable {
    private final ApplicationContext context;
    private final EmbeddedServer server;
    private final ServiceComponent component;

    private RunningService(ApplicationContext context, EmbeddedServer server, ServiceComponent component) {
        this.context = context;
        this.server = server;
        this.component = component;
    }

    /**
     * Starts and returns when HTTP answers; {@link #isReady} says when it does its work. Stores of its topology that turn out to be
     * damaged are set aside, once, and made anew from the log.
     *
     * @param properties win over the environment and the defaults, see the module's README
     * @throws RuntimeException if a property is missing or wrong, or Kafka, a database or a directory cannot be reached
     */
    public static RunningService start(ServiceDefinition definition, Map<String, Object> properties) {
        return start(definition, properties, definition.hasTopology());
    }

    private static RunningService start(
            ServiceDefinition definition, Map<String, Object> properties, boolean isRecoverable) {
        ApplicationContext context = ApplicationContext.builder()
                .banner(false)
                .deduceEnvironment(false)
                .deduceCloudEnvironment(false)
                .propertySources(definition.propertySources())
                .properties(properties)
                .properties(Map.of("freshet.service", definition.name()))
                .build();
        @Nullable LocalState stores = null;
        try {
            context.start();
            stores = definition.hasTopology() ? localState(context) : null;
            if (stores != null) {
                stores.recover();
            }
            ServiceComponent component = context.getBean(ServiceComponent.class);
            EmbeddedServer server = context.getBean(EmbeddedServer.class).start();
            component.start();
            return new RunningService(context, server, component);
        } catch (RuntimeException e) {
            context.close();
            if (isRecoverable && stores != null && stores.recoverFrom(e)) {
                return start(definition, properties, false);
            }
            throw e;
        }
    }

    private static @Nullable LocalState localState(ApplicationContext context) {
        return context.getProperty("freshet.state.dir", Path.class)
                .map(LocalState::new)
                .orElse(null);
    }

    /** Starts with what the environment says, and runs until the process is told to end. */
    public static void runUntilTerminated(ServiceDefinition definition) throws InterruptedException {
        RunningService service = start(definition, Map.of());
        Runtime.getRuntime().addShutdownHook(new Thread(service::close, "freshet-close"));
        new CountDownLatch(1).await();
    }

    /** The port on which HTTP answers. */
    public int port() {
        return server.getPort();
    }

    /** Whether it does its work. */
    public boolean isReady() {
        return server.isRunning() && component.isReady();
    }

    /** What keeps it from its work, for people; empty if nothing does. */
    public List<String> problems() {
        return component.problems();
    }

    /** False if it does not go on by itself and is to be started again. */
    public boolean isAlive() {
        return server.isRunning() && component.isAlive();
    }

    @Override
    public void close() {
        server.stop();
        context.close();
    }
}
