package io.freshet.audit.http;

import io.freshet.audit.history.CommitSignal;
import java.time.Duration;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import java.util.function.Supplier;

/** Waits until something is so in the database. Thread-safe. */
final class LongPoll {
    /** Another process may have written what is waited for, of which the signal says nothing. */
    private static final Duration LOOK_AT_LEAST_EVERY = Duration.ofMillis(500);
    /** A busy ingestion commits more often than it is worth looking. */
    private static final Duration LOOK_AT_MOST_EVERY = Duration.ofMillis(15);

    private final CommitSignal signal;

    LongPoll(CommitSignal signal) {
        this.signal = signal;
    }

    /** Looks now, and whenever something was written, until the condition holds or the time is over; says whether it holds. */
    boolean until(BooleanSupplier condition, Duration limit) {
        return until(condition::getAsBoolean, holds -> holds, limit);
    }

    /** Looks now, and whenever something was written, until it is as wanted or the time is over; returns what was seen last. */
    <T> T until(Supplier<T> look, Predicate<T> wanted, Duration limit) {
        long deadline = System.nanoTime() + limit.toNanos();
        while (true) {
            long seen = signal.seen();
            T found = look.get();
            Duration left = Duration.ofNanos(deadline - System.nanoTime());
            if (wanted.test(found) || !left.isPositive()) {
                return found;
            }
            try {
                signal.await(seen, shorter(left, LOOK_AT_LEAST_EVERY));
                Thread.sleep(shorter(left, LOOK_AT_MOST_EVERY));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return found;
            }
        }
    }

    static Duration shorter(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }
}
