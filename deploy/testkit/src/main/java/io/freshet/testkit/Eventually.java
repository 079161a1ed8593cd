package io.freshet.testkit;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Waits for a condition by asking again and again: as long as it takes, and no longer than allowed. */
public final class Eventually {

    private static final long POLL_NANOS = Duration.ofMillis(2).toNanos();

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
        long deadline = System.nanoTime() + within.toNanos();
        while (true) {
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
            if (System.nanoTime() > deadline) {
                throw late(within, last, failure);
            }
            LockSupport.parkNanos(POLL_NANOS);
        }
    }

    private static AssertionError late(Duration within, @Nullable Object last, @Nullable Throwable failure) {
        String what = failure == null ? "last value: " + last : failure.toString();
        return new AssertionError("Not within " + within + "; " + what, failure);
    }
}
