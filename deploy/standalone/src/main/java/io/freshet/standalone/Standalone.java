package io.freshet.standalone;

import io.freshet.embedded.DirectoryLock;
import io.freshet.embedded.EmbeddedBroker;
import io.freshet.embedded.EmbeddedPostgres;
import io.freshet.embedded.PostgresSettings;
import io.freshet.servicekit.kafka.KafkaSettings;
import io.freshet.servicekit.kafka.TopicAdmin;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A running standalone: a real Apache Kafka broker, a real PostgreSQL and the five services in this JVM. The same services run apart
 * on Kubernetes; none of them knows which.
 *
 * <p>It holds the lock of its data directory from before it touches anything in it until everything has stopped. A service that fails
 * is started again by itself. Whatever happens to the process, starting again on the same directory goes on where it was.
 */
public final class Standalone implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Standalone.class);

    private final StandaloneSettings settings;
    private final DirectoryLock lock;
    private final Parts parts = new Parts();
    private final AccessToken token = AccessToken.random();
    private volatile @Nullable Endpoints endpoints;

    private Standalone(StandaloneSettings settings, DirectoryLock lock) {
        this.settings = settings;
        this.lock = lock;
    }

    /**
     * Starts everything and returns when all of it is ready.
     *
     * @throws StandaloneRunsException if another standalone has the data directory
     * @throws ServicePorts.PortsTakenException if another process listens on one of the ports
     * @throws IOException if the data directory cannot be written
     * @throws io.freshet.embedded.EmbeddedServerException if broker or database do not start
     */
    public static Standalone start(StandaloneSettings settings) throws IOException {
        Standalone standalone = claim(settings);
        try {
            standalone.begin(StartListener.NONE);
            return standalone;
        } catch (RuntimeException | IOException e) {
            standalone.close();
            throw e;
        }
    }

    /**
     * Takes the data directory, and starts nothing yet. To be closed, whatever becomes of it.
     *
     * @throws StandaloneRunsException if another standalone has it
     */
    static Standalone claim(StandaloneSettings settings) throws IOException {
        DirectoryLock lock = DirectoryLock.tryAcquire(settings.data().path())
                .orElseThrow(() -> new StandaloneRunsException(settings.data()));
        try {
            settings.data().create();
            return new Standalone(settings, lock);
        } catch (RuntimeException | IOException e) {
            lock.close();
            throw e;
        }
    }

    /** Starts everything and returns when all of it is ready. */
    void begin(StartListener listener) throws IOException {
        deleteEndpoints();
        new ServicePorts(settings.port()).requireFree();
        try (ExecutorService starters = Executors.newCachedThreadPool()) {
            endpoints = begin(starters, listener);
        }
    }

    /**
     * Where it can be reached.
     *
     * @throws IllegalStateException as long as it is not ready
     */
    public Endpoints endpoints() {
        Endpoints announced = endpoints;
        if (announced == null) {
            throw new IllegalStateException("the standalone is not ready yet");
        }
        return announced;
    }

    /**
     * Stops the services first, then the servers they use; what is starting is stopped, too. Processes of running tasks go on; the next
     * start finds them. A second call does nothing.
     */
    @Override
    public synchronized void close() {
        if (!lock.isHeld()) {
            return;
        }
        deleteEndpoints();
        parts.close();
        // One that was being started when everything was stopped belongs to no part yet.
        EmbeddedPostgres.stopOrphan(settings.data().postgres());
        lock.close();
    }

    private Endpoints begin(ExecutorService starters, StartListener listener) throws IOException {
        DataDirectory data = settings.data();
        CompletableFuture<EmbeddedBroker> broker =
                begin(starters, listener, "Kafka broker", () -> parts.add(EmbeddedBroker.start(data.kafka())));
        EmbeddedPostgres postgres = parts.add(EmbeddedPostgres.start(
                new PostgresSettings(data.postgres(), data.postgresBinaries(), 0, settings.durable())));
        listener.ready("PostgreSQL");
        String kafka = await(broker).bootstrapServers();
        createTopics(kafka);
        listener.ready("set of topics");
        ServiceKinds kinds = new ServiceKinds(new ServiceProperties(settings, kafka, postgres, token));
        CompletableFuture<SupervisedService<?>> scheduler = supervised(starters, listener, kinds.scheduler());
        CompletableFuture<SupervisedService<?>> planner = supervised(starters, listener, kinds.planner());
        CompletableFuture<SupervisedService<?>> launcher = supervised(starters, listener, kinds.launcher());
        CompletableFuture<SupervisedService<?>> watcher = supervised(starters, listener, kinds.watcher());
        CompletableFuture<SupervisedService<?>> audit = supervised(starters, listener, kinds.audit());
        await(planner);
        await(launcher);
        return announce(
                kafka,
                await(scheduler).port(),
                await(audit).port(),
                await(watcher).port());
    }

    private CompletableFuture<SupervisedService<?>> supervised(
            ExecutorService starters, StartListener listener, ServiceKind<?> kind) {
        int port = new ServicePorts(settings.port()).of(kind.name());
        return begin(starters, listener, kind.name(), () -> parts.add(SupervisedService.start(kind, port)));
    }

    private Endpoints announce(String kafka, int schedulerPort, int auditPort, int watcherPort) throws IOException {
        ProcessHandle self = ProcessHandle.current();
        Endpoints announced = new Endpoints(
                self.pid(),
                Endpoints.startOf(self),
                URI.create("http://127.0.0.1:" + schedulerPort),
                URI.create("http://127.0.0.1:" + auditPort),
                URI.create("http://127.0.0.1:" + watcherPort),
                kafka,
                settings.data().storage().toString(),
                version(),
                token.value());
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

    private static <T> CompletableFuture<T> begin(
            ExecutorService starters, StartListener listener, String part, Callable<T> start) {
        CompletableFuture<T> started = new CompletableFuture<>();
        starters.execute(() -> {
            try {
                T ready = start.call();
                listener.ready(part);
                started.complete(ready);
            } catch (Exception e) {
                started.completeExceptionally(new IllegalStateException("the %s does not start".formatted(part), e));
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
            throw new IllegalStateException(e.getCause());
        }
    }
}
