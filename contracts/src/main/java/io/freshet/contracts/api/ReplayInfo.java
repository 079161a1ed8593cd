package io.freshet.contracts.api;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A replay: what was asked for, and what it has read so far. What it made run are runs, see {@link ReplayRun}.
 *
 * @param finishedAt when it had read all of its range or was ended otherwise; null while it reads
 * @param error why it failed; null if it did not
 * @param ranges what it reads, by partition of the topic
 */
public record ReplayInfo(
        String replay,
        ReplayOrder order,
        State state,
        String requestedBy,
        Instant requestedAt,
        @Nullable Instant finishedAt,
        @Nullable String error,
        Records records,
        List<Range> ranges) {
    /** How far a replay is. */
    public enum State {
        READING,
        /** It has read all of its range, and handed on what it found; what follows from that are runs. */
        DONE,
        CANCELLED,
        FAILED;

        public boolean isFinished() {
            return this != READING;
        }
    }

    /**
     * What became of the records; those read are those replayed, left out and unreadable.
     *
     * @param replayed handed on
     * @param leftOut not asked for, or of a kind that is not replayed
     * @param unreadable which nobody can read; they are in the dead-letter topic
     * @param facts partitions to look at, requests to ask for again or events to hear again, what is said more than once in one step counted once
     */
    public record Records(long read, long replayed, long leftOut, long unreadable, long facts) {
        public static final Records NONE = new Records(0, 0, 0, 0, 0);

        public Records plus(Records more) {
            return new Records(
                    read + more.read,
                    replayed + more.replayed,
                    leftOut + more.leftOut,
                    unreadable + more.unreadable,
                    facts + more.facts);
        }
    }

    /**
     * What is read of a partition of the topic.
     *
     * @param from the offset of the first record
     * @param next the offset of the record that comes next
     * @param end the offset after the last record
     */
    public record Range(int partition, long from, long next, long end) {}

    public ReplayInfo {
        ranges = List.copyOf(ranges);
    }
}
