package io.freshet.standalone;

import io.freshet.contracts.kafka.KafkaSettings;
import io.freshet.contracts.kafka.TopicAdmin;
import io.freshet.embedded.EmbeddedBroker;
import io.freshet.embedded.EmbeddedPostgres;
import io.freshet.embedded.PostgresSettings;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A running standalone: a real Apache Kafka broker, a real PostgreSQL and the five services in this JVM. The same services run apart
 * on Kubernetes; none of them knows which.
 *
 * <p>A service that fails is started again by itself. Whatever happens to the process, starting again on the same directory goes on
 * where it was.
 */
public final class Standalone implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Standalone.class);

    private final StandaloneSettings settings;
    private final Deque<AutoCloseable> parts = new ArrayDeque<>();
    private final Endpoints endpoints;

    private Standalone(StandaloneSettings settings) throws IOException {
        this.settings = settings;
        try (ExecutorService starters = Executors.newCachedThreadPool()) {
            this.endpoints = start(starters);
        } catch (RuntimeException | IOException e) {
            close();
            throw e;
        }
    }

    /**
     * Starts everything and returns when all of it is ready.
     *
     * @throws IOException if the data directory cannot be written
     * @throws io.freshet.embedded.EmbeddedServerException if the directory or a port is in use
     */
    public static Standalone start(StandaloneSettings settings) throws IOException {
        return new Standalone(settings);
    }

    public Endpoints endpoints() {
        return endpoints;
    }

    /** Stops the services first, then the servers they use. Processes of running tasks go on; the next start finds them. */
    @Override
    public void close() {
        deleteEndpoints();
        while (!parts.isEmpty()) {
            AutoCloseable part = parts.pop();
            try {
                part.close();
            } catch (Exception e) {
                LOG.atError()
                        .addKeyValue("part", part.getClass().getSimpleName())
                        .setCause(e)
                        .log("Could not stop a part in an orderly way");
            }
        }
    }

    private Endpoints start(ExecutorService starters) throws IOException {
        DataDirectory data = settings.data();
        data.create();
        deleteEndpoints();
        CompletableFuture<EmbeddedBroker> starting =
                begin(starters, () -> stopLater(EmbeddedBroker.start(data.kafka())));
        EmbeddedPostgres postgres = stopLater(EmbeddedPostgres.start(
                new PostgresSettings(data.postgres(), data.postgresBinaries(), 0, settings.durable())));
        String kafka = await(starting).bootstrapServers();
        createTopics(kafka);
        ServiceKinds kinds = new ServiceKinds(new ServiceProperties(settings, kafka, postgres));
        CompletableFuture<SupervisedService<?>> scheduler = begin(starters, () -> supervised(kinds.scheduler(), 0));
        CompletableFuture<SupervisedService<?>> planner = begin(starters, () -> supervised(kinds.planner(), 1));
        CompletableFuture<SupervisedService<?>> launcher = begin(starters, () -> supervised(kinds.launcher(), 2));
        CompletableFuture<SupervisedService<?>> watcher = begin(starters, () -> supervised(kinds.watcher(), 3));
        CompletableFuture<SupervisedService<?>> audit = begin(starters, () -> supervised(kinds.audit(), 4));
        await(planner);
        await(launcher);
        await(watcher);
        return announce(kafka, await(scheduler).port(), await(audit).port());
    }

    /**
     * @param index of the service among the ports
     */
    private SupervisedService<?> supervised(ServiceKind<?> kind, int index) {
        return stopLater(SupervisedService.start(kind, settings.port() == 0 ? -1 : settings.port() + index));
    }

    private Endpoints announce(String kafka, int schedulerPort, int auditPort) throws IOException {
        ProcessHandle self = ProcessHandle.current();
        Endpoints announced = new Endpoints(
                self.pid(),
                Endpoints.startOf(self),
                URI.create("http://127.0.0.1:" + schedulerPort),
                URI.create("http://127.0.0.1:" + auditPort),
                kafka,
                settings.data().storage().toString(),
                version());
        announced.write(settings.data());
        return announced;
    }

    private static String version() {
        String version = Standalone.class.getPackage().getImplementationVersion();
        return version == null ? "development" : version;
    }

    private static void createTopics(String bootstrapServers) {
        try {
            new TopicAdmin(KafkaSettings.of(bootstrapServers)).createMissing(ServiceProperties.partitions(), (short) 1);
        } catch (ExecutionException e) {
            throw new IllegalStateException("the topics could not be created", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while creating the topics", e);
        }
    }

    private void deleteEndpoints() {
        try {
            Files.deleteIfExists(settings.data().endpoints());
        } catch (IOException e) {
            LOG.atWarn().setCause(e).log("Could not remove the file that says where we are");
        }
    }

    private <T extends AutoCloseable> T stopLater(T part) {
        synchronized (parts) {
            parts.push(part);
        }
        return part;
    }

    private static <T> CompletableFuture<T> begin(ExecutorService starters, Callable<T> start) {
        CompletableFuture<T> started = new CompletableFuture<>();
        starters.execute(() -> {
            try {
                started.complete(start.call());
            } catch (Exception e) {
                started.completeExceptionally(e);
            }
        });
        return started;
    }

    private static <T> T await(CompletableFuture<T> started) {
        try {
            return started.join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            throw new IllegalStateException("a service did not start: " + e.getCause(), e.getCause());
        }
    }
}
