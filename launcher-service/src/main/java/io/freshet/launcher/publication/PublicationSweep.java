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
    private static final Duration LEAST_ROUND = Duration.ofSeconds(30);
    /** Partitions that are looked at in one turn, and bytes that are hashed. */
    static final int PARTITIONS = 100;

    private static final long BYTES = 8L * 1024 * 1024;

    private final DataPlane dataPlane;
    private final Publications publications;
    private final DoubleSupplier luck;
    private final long leastRoundNanos;
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("freshet-publication-sweep").factory());
    private @Nullable PublishedPartitions round;
    private long roundBegan = System.nanoTime();

    /**
     * @param luck numbers between 0 and 1, which choose the contents that are hashed
     */
    public PublicationSweep(DataPlane dataPlane, Publications publications, DoubleSupplier luck) {
        this(dataPlane, publications, luck, LEAST_ROUND);
    }

    /** @param leastRound a round begins no earlier after the one before */
    PublicationSweep(DataPlane dataPlane, Publications publications, DoubleSupplier luck, Duration leastRound) {
        this.dataPlane = dataPlane;
        this.publications = publications;
        this.luck = luck;
        this.leastRoundNanos = leastRound.toNanos();
    }

    public PublicationSweep start() {
        var _ = timer.scheduleWithFixedDelay(this::turn, TURN.toMillis(), TURN.toMillis(), TimeUnit.MILLISECONDS);
        return this;
    }

    /** Looks at some partitions; what one of them lacks holds up no other. */
    void turn() {
        try {
            verifySome();
        } catch (IOException | RuntimeException | ExecutionException e) {
            LOG.atWarn().setCause(e).log("Published directories cannot be looked at now; trying again");
            endRound();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void verifySome() throws IOException, ExecutionException, InterruptedException {
        if (round == null) {
            if (System.nanoTime() - roundBegan < leastRoundNanos) {
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
            allowance -= verify(next.get(), allowance);
        }
    }

    /** Returns how many bytes were read. */
    private long verify(PublishedPartition partition, long allowance) throws ExecutionException, InterruptedException {
        try {
            long read = sample(partition, allowance);
            publications.report(dataPlane.verify(partition));
            return read;
        } catch (DatasetBusyException e) {
            LOG.atDebug().addKeyValue("dataset", partition.dataset()).log("Being published just now");
        } catch (IOException e) {
            publications.unseen(partition, e);
        }
        return 0;
    }

    private long sample(PublishedPartition partition, long allowance) {
        try {
            return dataPlane.sample(partition, luck.getAsDouble(), allowance);
        } catch (IOException e) {
            LOG.atWarn()
                    .addKeyValue("dataset", partition.dataset())
                    .addKeyValue("partition", partition.partition())
                    .setCause(e)
                    .log(
                            "A content of a published partition cannot be hashed now; its directory is looked at all the same");
            return 0;
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
