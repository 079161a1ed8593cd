package io.freshet.servicekit.streams;

import java.time.Duration;
import java.time.Instant;
import java.util.IdentityHashMap;
import org.jspecify.annotations.Nullable;

/**
 * How long a thread of Kafka Streams may wait for records. Kafka Streams looks at its clock only between two polls, so it is made to poll
 * every few milliseconds ({@code poll.ms}); a thread that has nothing to do then does that 200 times a second. Here it waits up to
 * {@link #LONGEST} instead, or until its next {@link WallClockTimer} is due; but not
 *
 * <ul>
 *   <li>while a transaction is open, which the commit interval is to end,
 *   <li>within {@link #QUIET} of the last record, for one that is in the thread's buffer may wait for nothing but the next poll.
 * </ul>
 *
 * One for each thread.
 */
final class StreamThreadWait {
    /** Nothing but an idle thread's answer to being closed takes as long. */
    static final Duration LONGEST = Duration.ofMillis(300);

    static final Duration QUIET = Duration.ofMillis(100);

    private static final ThreadLocal<StreamThreadWait> OF_THREAD = ThreadLocal.withInitial(StreamThreadWait::new);

    private final IdentityHashMap<WallClockTimer, Instant> alarms = new IdentityHashMap<>();
    private boolean isInTransaction;
    private Instant busyUntil = Instant.EPOCH;
    private Instant lastPoll = Instant.EPOCH;

    /** Of the thread that calls. */
    static StreamThreadWait ofThread() {
        return OF_THREAD.get();
    }

    /** Sets when a timer of this thread is due; null: not at all. */
    void alarm(WallClockTimer timer, @Nullable Instant at) {
        if (at == null) {
            alarms.remove(timer);
        } else {
            alarms.put(timer, at);
        }
    }

    void transactionBegan() {
        isInTransaction = true;
    }

    void transactionEnded() {
        isInTransaction = false;
    }

    /** Records were read. */
    void read(Instant now) {
        busyUntil = now.plus(QUIET);
    }

    /**
     * How long the next poll waits.
     *
     * @param asked how long Kafka Streams would wait
     */
    Duration limit(Duration asked, Instant now) {
        // Whoever was due before the last poll has been woken since, or its task is closed.
        alarms.values().removeIf(at -> at.isBefore(lastPoll));
        lastPoll = now;
        if (asked.isZero() || isInTransaction || now.isBefore(busyUntil)) {
            return asked;
        }
        Instant end = alarms.values().stream().min(Instant::compareTo).orElse(Instant.MAX);
        Instant latest = now.plus(LONGEST);
        Duration wait = Duration.between(now, end.isBefore(latest) ? end : latest);
        return wait.compareTo(asked) < 0 ? asked : wait;
    }
}
