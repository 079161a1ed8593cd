package io.freshet.watcher.domain;

import java.time.Duration;
import java.time.Instant;

/**
 * For how long a file has surely been as it is, by the time that its file system stamped it with. That time comes from a wall clock,
 * which may be another machine's and may be set at any moment; so an age is never negative, and never longer than the time since the
 * wall clock was last seen to step. Not thread-safe.
 */
public final class FileAge {
    /** A deviation from the steady clock that no slewing makes between two observations. */
    private static final Duration STEP = Duration.ofSeconds(1);

    private static final Duration FOR_EVER = Duration.ofDays(36_500);

    private Instant wall = Instant.EPOCH;
    private Instant steady = Instant.EPOCH;
    private Instant stepped = Instant.MIN;
    private boolean observed;

    /** What both clocks say at this moment. To be called before ages are asked for, and often enough to see a step soon. */
    public void observe(Instant wallNow, Instant steadyNow) {
        if (observed) {
            Duration deviation = Duration.between(wall, wallNow).minus(Duration.between(steady, steadyNow));
            if (deviation.abs().compareTo(STEP) > 0) {
                stepped = steadyNow;
            }
        }
        observed = true;
        wall = wallNow;
        steady = steadyNow;
    }

    /**
     * The age at the last observation.
     *
     * @param changedNanos the file's ctime, nanoseconds since 1970
     */
    public Duration of(long changedNanos) {
        Duration age = Duration.between(InstantNanos.instant(changedNanos), wall);
        if (age.isNegative()) {
            return Duration.ZERO;
        }
        Duration sinceStep = stepped.equals(Instant.MIN) ? FOR_EVER : Duration.between(stepped, steady);
        return age.compareTo(sinceStep) < 0 ? age : sinceStep;
    }
}
