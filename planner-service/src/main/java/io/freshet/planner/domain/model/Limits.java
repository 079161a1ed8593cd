package io.freshet.planner.domain.model;

import io.freshet.contracts.spec.FailureKind;
import java.time.Duration;

/** Bounds that keep records small and failures finite. */
public final class Limits {
    /** Instances, inputs and causes that one event names. */
    public static final int LISTED = 20;

    /** Runs that one attempt names. */
    public static final int RUNS = 100;

    /** Retries after infrastructure failures within one evaluation. */
    public static final int INFRASTRUCTURE_RETRIES = 10;

    /** Retries within one evaluation while the launcher's storage fails: for some twelve hours, so that a full disk can be cleared. */
    static final int STORAGE_RETRIES = 720;

    /** Retries within one evaluation while an image cannot be had: a registry may be away for a moment, a name that is wrong stays wrong. */
    static final int IMAGE_RETRIES = 4;

    /** How often the attempts of one evaluation may vanish without a trace. */
    public static final int LOST = 3;

    private static final Duration FIRST_BACKOFF = Duration.ofSeconds(1);
    private static final Duration LONGEST_BACKOFF = Duration.ofSeconds(60);

    private Limits() {}

    public static int infrastructureRetries(FailureKind kind) {
        return switch (kind) {
            case STORAGE -> STORAGE_RETRIES;
            case IMAGE -> IMAGE_RETRIES;
            default -> INFRASTRUCTURE_RETRIES;
        };
    }

    /** The wait before retry {@code number} after an infrastructure failure, counted from 1: doubled each time. */
    public static Duration infrastructureBackoff(int number) {
        Duration backoff = FIRST_BACKOFF.multipliedBy(1L << Math.min(number - 1, 10));
        return backoff.compareTo(LONGEST_BACKOFF) > 0 ? LONGEST_BACKOFF : backoff;
    }
}
