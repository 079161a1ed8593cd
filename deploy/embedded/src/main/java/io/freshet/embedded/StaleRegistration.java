package io.freshet.embedded;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.common.errors.BrokerIdNotRegisteredException;
import org.apache.kafka.common.errors.UnsupportedVersionException;
import org.apache.kafka.common.utils.Time;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a killed broker leaves in the metadata log: it is still registered there and leads all partitions.
 *
 * <p>The next broker would begin as their leader, take up commits that were decided but not completed, and lose the partitions a
 * moment later, when the controller misses the killed one's heartbeats. Kafka 4.3 then holds partitions without a leader for deleted
 * ones, completes the commit without writing its markers ({@code TransactionMarkerChannelManager.addTxnMarkersToBrokerQueue} gets no
 * node from {@code MetadataCache.getPartitionLeaderEndpoint}), and no reader of committed records ever gets past it. The same can
 * happen whenever the only replica's broker is fenced, which is why the session is long ({@link BrokerSettings}).
 *
 * <p>So the registration is taken back before a broker starts: by the controller alone, in half a second.
 */
final class StaleRegistration {
    private static final Logger LOG = LoggerFactory.getLogger(StaleRegistration.class);
    /** Kafka writes it when it stops in an orderly way, after it has given up its partitions, and deletes it when it starts. */
    private static final String CLEANLY_STOPPED = ".kafka_cleanshutdown";

    private static final String METADATA = "__cluster_metadata-0";
    private static final Duration TIMEOUT = Duration.ofSeconds(30);
    private static final Duration PAUSE = Duration.ofMillis(100);

    private StaleRegistration() {}

    /**
     * Takes it back if there may be one; no server may run on the directory.
     *
     * @throws EmbeddedServerException if that is not possible
     */
    static void remove(Path logDirectory) {
        if (Files.exists(logDirectory.resolve(CLEANLY_STOPPED)) || !Files.exists(logDirectory.resolve(METADATA))) {
            return;
        }
        int port = LoopbackPort.free();
        KafkaRaftServer controller = new KafkaRaftServer(
                new KafkaConfig(BrokerSettings.ofController(logDirectory, port), false), Time.SYSTEM);
        controller.startup();
        try {
            unregister(LoopbackPort.ADDRESS + ":" + port);
        } finally {
            controller.shutdown();
            controller.awaitShutdown();
        }
    }

    /** A controller that has just started refuses at first: it has not read yet which version of the metadata it has. */
    private static void unregister(String controller) {
        long begin = System.nanoTime();
        while (!tryToUnregister(controller, System.nanoTime() - begin < TIMEOUT.toNanos())) {
            try {
                Thread.sleep(PAUSE);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new EmbeddedServerException("Interrupted while taking back a registration", e);
            }
        }
    }

    /** False if it is to be tried again. */
    private static boolean tryToUnregister(String controller, boolean mayTryAgain) {
        try (Admin admin = Admin.create(Map.of(AdminClientConfig.BOOTSTRAP_CONTROLLERS_CONFIG, controller))) {
            admin.unregisterBroker(BrokerSettings.NODE_ID).all().get(TIMEOUT.toSeconds(), TimeUnit.SECONDS);
            LOG.atInfo().log("Took back the registration of a broker that was killed");
            return true;
        } catch (ExecutionException e) {
            if (e.getCause() instanceof BrokerIdNotRegisteredException) {
                return true;
            }
            if (mayTryAgain && e.getCause() instanceof UnsupportedVersionException) {
                return false;
            }
            throw new EmbeddedServerException("The registration of a killed broker cannot be taken back", e);
        } catch (TimeoutException e) {
            throw new EmbeddedServerException("The registration of a killed broker cannot be taken back", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new EmbeddedServerException("Interrupted while taking back a registration", e);
        }
    }
}
