package io.freshet.launcher.publication;

import io.freshet.launcher.dataplane.DataPlane;
import io.freshet.launcher.dataplane.DatasetBusyException;
import io.freshet.launcher.dataplane.PublishedPartition;
import io.freshet.launcher.dataplane.PublishedPartitions;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.DoubleSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks, slowly and for ever, whether published directories show what they are to: each file by its stat, and of each partition one content
 * by its hash as far as the allowance goes. What was changed or removed comes back from the store; what the store has lost is made again.
 */
public final class PublicationSweep implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(PublicationSweep.class);
    private static final Duration TURN = Duration.ofSeconds(1);
    private static final long LEAST_ROUND_NANOS = Duration.ofSeconds(30).toNanos();
    /** Partitions that are looked at in one turn, and bytes that are hashed. */
    static final int PARTITIONS = 100;

    private static final long BYTES = 8L * 1024 * 1024;

    private final DataPlane dataPlane;
    private final Publications publications;
    private final DoubleSupplier luck;
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("freshet-publication-sweep").factory());
    private @Nullable PublishedPartitions round;
    private long roundBegan = System.nanoTime();

    /**
     * @param luck numbers between 0 and 1, which choose the contents that are hashed
     */
    public PublicationSweep(DataPlane dataPlane, Publications publications, DoubleSupplier luck) {
        this.dataPlane = dataPlane;
        this.publications = publications;
        this.luck = luck;
    }

    public PublicationSweep start() {
        var _ = timer.scheduleWithFixedDelay(this::turn, TURN.toMillis(), TURN.toMillis(), TimeUnit.MILLISECONDS);
        return this;
    }

    private void turn() {
        try {
            lookAtSome();
        } catch (IOException | RuntimeException | ExecutionException e) {
            LOG.atWarn().setCause(e).log("Published directories cannot be looked at now; trying again");
            endRound();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void lookAtSome() throws IOException, ExecutionException, InterruptedException {
        if (round == null) {
            if (System.nanoTime() - roundBegan < LEAST_ROUND_NANOS) {
                return;
            }
            roundBegan = System.nanoTime();
            round = dataPlane.published();
        }
        long allowance = BYTES;
        for (int i = 0; i < PARTITIONS; i++) {
            Optional<PublishedPartition> next = round.next();
            if (next.isEmpty()) {
                endRound();
                return;
            }
            allowance -= dataPlane.sample(next.get(), luck.getAsDouble(), allowance);
            lookAt(next.get());
        }
    }

    private void lookAt(PublishedPartition partition) throws IOException, ExecutionException, InterruptedException {
        try {
            publications.report(dataPlane.verify(partition));
        } catch (DatasetBusyException e) {
            LOG.atDebug().addKeyValue("dataset", partition.dataset()).log("Being published just now");
        }
    }

    private void endRound() {
        try {
            if (round != null) {
                round.close();
            }
        } catch (IOException e) {
            LOG.atWarn().setCause(e).log("A directory of records could not be closed");
        }
        round = null;
    }

    @Override
    public void close() {
        timer.shutdownNow();
    }
}
