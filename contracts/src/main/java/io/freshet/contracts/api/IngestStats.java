package io.freshet.contracts.api;

import java.util.List;

/**
 * How far the audit service has read.
 *
 * @param ingested events since this service was started
 * @param lag records not read yet, of all topics together
 * @param topics per topic, how far
 */
public record IngestStats(long ingested, long lag, List<TopicProgress> topics) {
    /**
     * @param read the sum of the offsets read
     * @param end the sum of the topic's end offsets
     */
    public record TopicProgress(String topic, long read, long end) {
        public long lag() {
            return Math.max(0, end - read);
        }
    }

    public IngestStats {
        topics = List.copyOf(topics);
    }
}
