package io.freshet.launcher.dataplane;

/**
 * Where in the log an accepted version stands: what distinguishes a paused publisher from a newer one.
 *
 * @param log the identity of the topic; one that was made anew has another, and its offsets cannot be compared with the old one's
 * @param partition of the topic
 * @param offset in the partition
 */
public record LogPosition(String log, int partition, long offset) {
    /** Whether this comes after the other. What cannot be compared is taken for newer, because it is what the log says now. */
    boolean isAfter(LogPosition other) {
        return !isComparable(other) || offset > other.offset;
    }

    private boolean isComparable(LogPosition other) {
        return log.equals(other.log) && partition == other.partition;
    }
}
