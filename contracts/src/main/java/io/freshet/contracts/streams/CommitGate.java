package io.freshet.contracts.streams;

import java.time.Duration;
import org.apache.kafka.streams.processor.Cancellable;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.ProcessingContext;
import org.jspecify.annotations.Nullable;

/**
 * Decides when a processor asks Kafka Streams to commit, so that under exactly-once the latency of a record is the cost of a
 * transaction and not of a timer, and yet a burst is not one transaction per record.
 *
 * <p>While few records came lately (at most 10 in 100 ms) a commit is requested at once, at most every 10 ms; else it is left to
 * {@code commit.interval.ms}, for a transaction costs several requests to the broker, whatever is in it. A punctuation catches the last of
 * few records; it is scheduled only while there is one to catch, since every punctuation makes Kafka Streams commit, and an idle service
 * must not. One gate per processor; not thread-safe.
 */
public final class CommitGate {
    private static final int FEW = 10;
    private static final long WINDOW_NANOS = Duration.ofMillis(100).toNanos();
    private static final Duration BETWEEN = Duration.ofMillis(10);
    private static final long BETWEEN_NANOS = BETWEEN.toNanos();

    private final ProcessingContext context;
    private long windowStart;
    private int inWindow;
    private long lastRequest;

    /** Catches what was not committed yet; null if nothing is left to catch. */
    private @Nullable Cancellable catching;

    public CommitGate(ProcessingContext context) {
        this.context = context;
        long now = System.nanoTime();
        this.windowStart = now;
        this.lastRequest = now - BETWEEN_NANOS;
    }

    /** Tells that a record was processed whose effects others wait for. */
    public void emitted() {
        long now = System.nanoTime();
        if (now - windowStart > WINDOW_NANOS) {
            windowStart = now;
            inWindow = 0;
        }
        inWindow++;
        if (inWindow > FEW) {
            return;
        }
        if (now - lastRequest >= BETWEEN_NANOS) {
            request(now);
        } else if (catching == null) {
            catching = context.schedule(BETWEEN, PunctuationType.WALL_CLOCK_TIME, timestamp -> catchLast());
        }
    }

    private void catchLast() {
        long now = System.nanoTime();
        if (now - lastRequest >= BETWEEN_NANOS) {
            request(now);
        }
    }

    private void request(long now) {
        if (catching != null) {
            catching.cancel();
            catching = null;
        }
        lastRequest = now;
        context.commit();
    }
}
