package io.freshet.embedded;

import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.FinalizedVersionRange;
import org.apache.kafka.common.utils.Time;

/**
 * A real Apache Kafka broker (KRaft, one node) in this JVM, on the loopback interface.
 *
 * <p>The data directory is formatted on the first start and kept afterwards; a kill of the JVM loses no acknowledged
 * record (the page cache holds them), a crash of the machine may. At most one broker uses a directory at a time. Kafka
 * ends the JVM if its own invariants break.
 */
public final class EmbeddedBroker implements AutoCloseable {

    /** KIP-890: transactions that cannot hang, and that cost one round trip less. */
    private static final String TRANSACTION_FEATURE = "transaction.version";

    private static final short TRANSACTION_VERSION = 2;
    private static final long ADMIN_TIMEOUT_SECONDS = 30;

    private final DirectoryLock lock;
    private final KafkaRaftServer server;
    private final String bootstrapServers;

    private EmbeddedBroker(DirectoryLock lock, KafkaRaftServer server, int port) {
        this.lock = lock;
        this.server = server;
        this.bootstrapServers = LoopbackPort.ADDRESS + ":" + port;
    }

    /** Starts a broker on a free port. */
    public static EmbeddedBroker start(Path dataDirectory) {
        return start(dataDirectory, 0);
    }

    /**
     * Starts a broker and returns when it serves.
     *
     * @param port on 127.0.0.1; 0 for a free one
     * @throws EmbeddedServerException if the directory or the port is in use, or the directory cannot be written
     */
    public static EmbeddedBroker start(Path dataDirectory, int port) {
        DirectoryLock lock = DirectoryLock.acquire(dataDirectory);
        try {
            return start(lock, dataDirectory.resolve("log").toAbsolutePath(), LoopbackPort.chosen(port));
        } catch (RuntimeException e) {
            lock.close();
            throw e;
        }
    }

    private static EmbeddedBroker start(DirectoryLock lock, Path logDirectory, int port) {
        BrokerStorage.format(logDirectory);
        StaleRegistration.remove(logDirectory);
        KafkaConfig config = new KafkaConfig(BrokerSettings.of(logDirectory, port, LoopbackPort.free()), false);
        EmbeddedBroker broker = new EmbeddedBroker(lock, new KafkaRaftServer(config, Time.SYSTEM), port);
        broker.server.startup();
        try {
            broker.checkTransactionVersion();
            return broker;
        } catch (RuntimeException e) {
            broker.shutdown();
            throw e;
        }
    }

    /** Where clients connect, {@code host:port}. */
    public String bootstrapServers() {
        return bootstrapServers;
    }

    private void checkTransactionVersion() {
        try (Admin admin = Admin.create(Map.of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers))) {
            FinalizedVersionRange range = admin.describeFeatures()
                    .featureMetadata()
                    .get(ADMIN_TIMEOUT_SECONDS, TimeUnit.SECONDS)
                    .finalizedFeatures()
                    .get(TRANSACTION_FEATURE);
            if (range == null || range.maxVersionLevel() < TRANSACTION_VERSION) {
                throw new EmbeddedServerException("The broker at " + bootstrapServers + " has " + TRANSACTION_FEATURE
                        + " " + range + ", Freshet needs " + TRANSACTION_VERSION
                        + ": was its data directory made by an older version?");
            }
        } catch (ExecutionException | TimeoutException e) {
            throw new EmbeddedServerException("The broker at " + bootstrapServers + " does not answer", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new EmbeddedServerException("Interrupted while asking the broker at " + bootstrapServers, e);
        }
    }

    /** Stops the broker in an orderly way; its clients should be closed before. A second call does nothing. */
    @Override
    public void close() {
        shutdown();
        lock.close();
    }

    private void shutdown() {
        server.shutdown();
        server.awaitShutdown();
    }
}
