package io.freshet.servicekit.time;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

/**
 * How long to wait before something that failed is tried again: twice as long each time, up to a bound. A random part of each pause, up
 * to a half, keeps those that failed together from coming back together. Immutable; who retries counts its failures in a row.
 *
 * @param first the longest pause after the first failure
 * @param longest the bound of every pause, not shorter than the first
 */
public record Backoff(Duration first, Duration longest) {
    private static final Duration LONGEST = Duration.ofDays(1);

    public Backoff {
        if (!first.isPositive() || first.compareTo(longest) > 0 || longest.compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException(
                    "pauses from %s to %s: need 0 < first <= longest <= %s".formatted(first, longest, LONGEST));
        }
    }

    /** A backoff from so many to so many milliseconds. */
    public static Backoff ofMillis(long first, long longest) {
        return new Backoff(Duration.ofMillis(first), Duration.ofMillis(longest));
    }

    /**
     * The pause after a failure, by the thread's random numbers.
     *
     * @param failures how many there were in a row, at least one
     */
    public Duration pause(int failures) {
        return pause(failures, ThreadLocalRandom.current().nextDouble());
    }

    /**
     * The pause after a failure, as a pure function.
     *
     * @param failures how many there were in a row, at least one
     * @param random from 0 for half of the pause to 1 for all of it
     */
    public Duration pause(int failures, double random) {
        if (failures < 1 || random < 0 || random > 1) {
            throw new IllegalArgumentException("%d failures, random part %s".formatted(failures, random));
        }
        int doublings = Math.min(failures - 1, Long.numberOfLeadingZeros(first.toNanos()) - 1);
        long whole = Math.min(longest.toNanos(), first.toNanos() << doublings);
        long half = whole / 2;
        return Duration.ofNanos(half + (long) (random * (whole - half)));
    }
}
