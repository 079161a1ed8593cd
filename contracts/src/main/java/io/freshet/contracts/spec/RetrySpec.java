package io.freshet.contracts.spec;

import java.time.Duration;
import java.util.Map;

/**
 * Retries after a failure of the task itself.
 *
 * @param max how many attempts may follow the first; 0 to 100
 * @param initial the wait before the first retry
 * @param factor by which every further wait is longer; at least 1
 * @param limit the longest wait
 * @param kinds how many after a failure of a certain kind, instead of {@code max}; those before count, whatever their kind
 */
public record RetrySpec(int max, Duration initial, double factor, Duration limit, Map<FailureKind, Integer> kinds) {
    public static final RetrySpec NONE = new RetrySpec(0, Duration.ofSeconds(5), 2, Duration.ofMinutes(5), Map.of());

    public RetrySpec {
        kinds = OrderedCopies.copy(kinds);
    }

    /** How many attempts may follow the first when it is a failure of this kind that they would follow; none follows a denial. */
    public int max(FailureKind kind) {
        return kind == FailureKind.DENIED || kind == FailureKind.INVALID ? 0 : kinds.getOrDefault(kind, max);
    }

    /** The wait before retry {@code number}, counted from 1. */
    public Duration backoff(int number) {
        double millis = initial.toMillis() * Math.pow(factor, number - 1.0);
        return millis >= limit.toMillis() ? limit : Duration.ofMillis((long) millis);
    }
}
