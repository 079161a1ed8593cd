package io.freshet.contracts.event;

import org.jspecify.annotations.Nullable;

/**
 * What an attempt used, as far as the executor can tell.
 *
 * @param cpuMillis user and system time; null: not known
 * @param peakMemoryBytes the largest resident set; null: not known
 * @param logBytes how much it printed
 */
public record Usage(@Nullable Long cpuMillis, @Nullable Long peakMemoryBytes, long logBytes) {
    /** Of an attempt that nothing is known of, and that has no log. */
    public static final Usage UNKNOWN = ofLog(0);

    /** Only the size of the log is known. */
    public static Usage ofLog(long logBytes) {
        return new Usage(null, null, logBytes);
    }
}
