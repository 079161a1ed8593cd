package io.freshet.servicekit.streams;

import java.time.Duration;
import java.time.Instant;
import org.apache.kafka.streams.processor.api.ProcessingContext;

/**
 * Decides when a processor asks Kafka Streams to commit, so that under exactly-once the latency of a record is the cost of a
 * transaction and not of a timer, and yet a burst is not one transaction per record.
 *
 * <p>While few records came lately (at most 10 in 100 ms) a commit is requested at once, at most every 10 ms; else it is left to
 * {@code commit.interval.ms}, for a transaction costs several requests to the broker, whatever is in it. So it is for a record that is
 * older than 30 ms when it is processed: then the machines have more to do than they can, and every transaction makes those behind it
 * later still. One gate per processor; not thread-safe.
 */
public final class CommitGate {
    private static final int FEW = 10;
    private static final Duration WINDOW = Duration.ofMillis(100);
    private static final Duration BETWEEN = Duration.ofMillis(10);
    /** Of a chain of tasks on an idle machine 1 in 100 is as old; of 1,000 short tasks at once most are twice that. */
    private static final Duration LATE = Duration.ofMillis(30);

    private final ProcessingContext context;
    /** Set while a record waits for the end of the time between two commits. */
    private final WallClockTimer alarm;

    private Instant windowEnd = Instant.EPOCH;
    private int inWindow;
    private Instant notBefore = Instant.EPOCH;

    public CommitGate(ProcessingContext context) {
        this.context = context;
        this.alarm = new WallClockTimer(context, () -> request(now()));
    }

    /**
     * Notes that a record was processed whose effects others wait for.
     *
     * @param cause when the record was written, by the clock of whoever wrote it; one that is slow costs latency, and nothing else
     */
    public void emitted(Instant cause) {
        Instant now = now();
        if (now.isAfter(windowEnd)) {
            windowEnd = now.plus(WINDOW);
            inWindow = 0;
        }
        inWindow++;
        if (inWindow > FEW || cause.plus(LATE).isBefore(now)) {
            return;
        }
        if (now.isBefore(notBefore)) {
            alarm.set(notBefore);
        } else {
            request(now);
        }
    }

    private void request(Instant now) {
        alarm.set(null);
        notBefore = now.plus(BETWEEN);
        context.commit();
    }

    private Instant now() {
        return Instant.ofEpochMilli(context.currentSystemTimeMs());
    }
}
