package io.freshet.contracts.event;

/**
 * What an attempt used, as far as the executor can tell; 0 where it cannot.
 *
 * @param cpuMillis user and system time
 * @param peakMemoryBytes the largest resident set
 * @param logBytes how much it printed
 */
public record Usage(long cpuMillis, long peakMemoryBytes, long logBytes) {
    public static final Usage UNKNOWN = new Usage(0, 0, 0);
}
