package io.freshet.cli.local;

import java.time.Duration;

/**
 * Distinguishes a start that stands still from one that is slow: progress is a part that has become ready, or a second of CPU time used by the
 * processes that start. How long it takes altogether does not matter. Not thread-safe.
 */
final class StallDetector {
    private static final long STEP_MILLIS = 1_000;

    private final long limitNanos;
    private long lastProgress;
    private int ready = -1;
    private long cpuMillis;

    /**
     * @param limit how long there may be no progress
     * @param now of a monotonic clock, in nanoseconds
     */
    StallDetector(Duration limit, long now) {
        this.limitNanos = limit.toNanos();
        this.lastProgress = now;
    }

    /**
     * Whether there was no progress for too long.
     *
     * @param ready how many parts are ready
     * @param cpuMillis what was used so far; less than before where a process has ended
     */
    boolean isStalled(long now, int ready, long cpuMillis) {
        if (ready > this.ready || cpuMillis < this.cpuMillis || cpuMillis - this.cpuMillis >= STEP_MILLIS) {
            this.ready = Math.max(ready, this.ready);
            this.cpuMillis = cpuMillis;
            this.lastProgress = now;
        }
        return now - lastProgress > limitNanos;
    }
}
