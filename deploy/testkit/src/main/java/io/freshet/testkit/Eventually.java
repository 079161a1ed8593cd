package io.freshet.testkit;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Waits for a condition by asking again and again: as long as it takes, and no longer than allowed. Asking costs processor time that
 * those who are waited for need as well, so it pauses for a twentieth of the time waited so far, from 2 to 50 ms, and for as long as the
 * last question took, at most 500 ms.
 */
public final class Eventually {

    private static final long SHORTEST_PAUSE = Duration.ofMillis(2).toNanos();
    private static final long LONGEST_PAUSE = Duration.ofMillis(50).toNanos();
    private static final long LONGEST_RECOVERY = Duration.ofMillis(500).toNanos();
    private static final int SHARE = 20;

    private Eventually() {}

    /** What may fail now and succeed later. */
    @FunctionalInterface
    public interface Assertion {
        void run() throws Exception;
    }

    /**
     * Returns as soon as the assertion holds.
     *
     * @throws AssertionError with the last failure as its cause, if it never held in time
     */
    public static void eventually(Duration within, Assertion assertion) {
        eventually(
                within,
                () -> {
                    assertion.run();
                    return true;
                },
                held -> held);
    }

    /**
     * Returns the first value that is accepted; a probe that throws counts as not accepted.
     *
     * @throws AssertionError with the last value, or the last failure as its cause, if there was none in time
     */
    public static <T> T eventually(Duration within, Callable<T> probe, Predicate<? super T> accepted) {
        long start = System.nanoTime();
        long deadline = start + within.toNanos();
        while (true) {
            long asked = System.nanoTime();
            Object last = null;
            Throwable failure = null;
            try {
                T value = probe.call();
                if (accepted.test(value)) {
                    return value;
                }
                last = value;
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new AssertionError("Interrupted while waiting", e);
            } catch (Exception | AssertionError e) {
                failure = e;
            }
            long answered = System.nanoTime();
            if (answered > deadline) {
                throw late(within, last, failure);
            }
            LockSupport.parkNanos(pause(answered - start, answered - asked));
        }
    }

    /**
     * How long to pause before the next question; all of these in nanoseconds.
     *
     * @param waited since the first question
     * @param cost of the last question
     */
    static long pause(long waited, long cost) {
        return Math.max(Math.clamp(waited / SHARE, SHORTEST_PAUSE, LONGEST_PAUSE), Math.min(cost, LONGEST_RECOVERY));
    }

    private static AssertionError late(Duration within, @Nullable Object last, @Nullable Throwable failure) {
        String what = failure == null ? "last value: " + last : failure.toString();
        return new AssertionError("Not within " + within + "; " + what, failure);
    }
}
