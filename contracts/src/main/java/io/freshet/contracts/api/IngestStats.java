package io.freshet.contracts.api;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How far the audit service has read.
 *
 * @param ingested events since this service was started
 * @param lag records not read yet, of all topics together
 * @param topics per topic, how far
 * @param gaps what could never be read, because it was gone before; the latest 100, the latest first
 */
public record IngestStats(long ingested, long lag, List<TopicProgress> topics, List<Gap> gaps) {
    /**
     * Records that are missing in every answer.
     *
     * @param from the first offset that is missing
     * @param to where reading went on; null: in the topic of that name that was made anew
     */
    public record Gap(
            String topic,
            int partition,
            long from,
            @Nullable Long to,
            String reason,
            Instant foundAt) {}

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
        gaps = List.copyOf(gaps);
    }
}
