package io.freshet.servicekit.kafka;

import java.time.Duration;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * How a loop gets on, by a monotonic clock. A loop that completes no turn is stuck, and only a restart helps; one whose turns fail is at
 * work, but does not do its work. Written by one thread, read by any.
 */
public final class LoopProgress {
    /** Longer than any turn may take: after as long Kafka, too, takes a consumer for dead (max.poll.interval.ms). */
    public static final Duration STUCK_AFTER = Duration.ofMinutes(5);

    private static final Duration FAILING_AFTER = Duration.ofSeconds(15);

    private final String loop;
    private final LongSupplier nanoTime;
    private volatile long turned;
    private volatile long succeeded;
    private volatile @Nullable String failure;

    /**
     * @param loop what it is called, for people
     */
    public LoopProgress(String loop) {
        this(loop, System::nanoTime);
    }

    LoopProgress(String loop, LongSupplier nanoTime) {
        this.loop = loop;
        this.nanoTime = nanoTime;
        this.turned = nanoTime.getAsLong();
        this.succeeded = turned;
    }

    /** A turn was completed, and what was to be done was done. */
    public void succeeded() {
        failure = null;
        turned = nanoTime.getAsLong();
        succeeded = turned;
    }

    /** A turn was completed, and what was to be done was not. */
    public void failed(Throwable cause) {
        failure = cause.toString();
        turned = nanoTime.getAsLong();
    }

    /** Whether no turn was completed for {@link #STUCK_AFTER}. */
    public boolean isStuck() {
        return isOver(STUCK_AFTER, turned);
    }

    /** What is wrong: that it is stuck, or that its turns have failed for more than 15 seconds. */
    public Optional<String> problem() {
        if (isStuck()) {
            return Optional.of("%s has completed no turn for %d s".formatted(loop, secondsSince(turned)));
        }
        String last = failure;
        return last != null && isOver(FAILING_AFTER, succeeded)
                ? Optional.of("%s has failed for %d s: %s".formatted(loop, secondsSince(succeeded), last))
                : Optional.empty();
    }

    private boolean isOver(Duration limit, long since) {
        return nanoTime.getAsLong() - since > limit.toNanos();
    }

    private long secondsSince(long moment) {
        return Duration.ofNanos(nanoTime.getAsLong() - moment).toSeconds();
    }
}
