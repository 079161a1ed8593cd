package io.freshet.contracts.workflow;

import java.time.Duration;

/**
 * Retries after a failure of the task itself.
 *
 * @param max how many attempts may follow the first; 0 to 100
 * @param initial the wait before the first retry
 * @param factor by which every further wait is longer; at least 1
 * @param limit the longest wait
 */
public record RetrySpec(int max, Duration initial, double factor, Duration limit) {
    public static final RetrySpec NONE = new RetrySpec(0, Duration.ofSeconds(5), 2, Duration.ofMinutes(5));

    /** The wait before retry {@code number}, counted from 1. */
    public Duration backoff(int number) {
        double millis = initial.toMillis() * Math.pow(factor, number - 1.0);
        return millis >= limit.toMillis() ? limit : Duration.ofMillis((long) millis);
    }
}
