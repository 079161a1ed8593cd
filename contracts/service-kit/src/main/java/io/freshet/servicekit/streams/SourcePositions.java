package io.freshet.servicekit.streams;

import io.freshet.servicekit.streams.SourceGap.Kind;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.apache.kafka.common.TopicPartition;

/**
 * Up to where a topology has read its topics, as far as is remembered apart from the committed offsets. Those go with a topic that is
 * deleted, and stay before markers of transactions, so that a marker that was deleted would look like a record that was.
 *
 * @param topicIds Kafka's ids of the topics when they were read, and of those with the state, by name
 * @param next the offset to be read next
 */
record SourcePositions(Map<String, String> topicIds, Map<TopicPartition, Long> next) {
    static final SourcePositions NONE = new SourcePositions(Map.of(), Map.of());

    private static final Comparator<TopicPartition> ORDER =
            Comparator.comparing(TopicPartition::topic).thenComparingInt(TopicPartition::partition);

    SourcePositions {
        topicIds = Map.copyOf(topicIds);
        next = Map.copyOf(next);
    }

    /** What can never be read, in the order of topics and partitions. */
    List<SourceGap> gaps(SourceLog log) {
        List<SourceGap> gaps = new ArrayList<>();
        log.beginnings().keySet().stream().sorted(ORDER).forEach(partition -> {
            long beginning = log.beginnings().getOrDefault(partition, 0L);
            long end = log.ends().getOrDefault(partition, beginning);
            long position = position(partition, log);
            if (isAnew(partition.topic(), log)) {
                gaps.add(gap(partition, next.getOrDefault(partition, 0L), beginning, Kind.MADE_ANEW));
            } else if (position >= 0 && position < beginning) {
                gaps.add(gap(partition, position, beginning, Kind.DELETED));
            } else if (position > end) {
                gaps.add(gap(partition, position, end, Kind.CUT_OFF));
            }
        });
        topicIds.keySet().stream()
                .filter(topic -> !isRead(topic, log) && isAnew(topic, log))
                .sorted()
                .map(topic -> new SourceGap(topic, 0, 0, 0, Kind.STATE_LOST))
                .forEach(gaps::add);
        return gaps;
    }

    /** The same after a log without gaps was read on. */
    SourcePositions advanced(SourceLog log) {
        Map<TopicPartition, Long> positions = new HashMap<>();
        log.beginnings().forEach((partition, beginning) -> {
            long position = position(partition, log);
            // Of what nothing was ever read, all that is there will be.
            positions.put(partition, position < 0 ? beginning : position);
        });
        return new SourcePositions(log.topicIds(), positions);
    }

    /** The same where nothing but markers was found behind a position. */
    SourcePositions with(Map<TopicPartition, Long> further) {
        Map<TopicPartition, Long> positions = new TreeMap<>(ORDER);
        positions.putAll(next);
        further.forEach((partition, position) -> positions.merge(partition, position, Math::max));
        return new SourcePositions(topicIds, positions);
    }

    /** The same without the positions at which there are gaps. */
    SourcePositions without(List<SourceGap> gaps) {
        Map<TopicPartition, Long> positions = new HashMap<>(next);
        gaps.forEach(gap -> positions.remove(gap.topicPartition()));
        return new SourcePositions(topicIds, positions);
    }

    private static boolean isRead(String topic, SourceLog log) {
        return log.beginnings().keySet().stream()
                .anyMatch(partition -> partition.topic().equals(topic));
    }

    private boolean isAnew(String topic, SourceLog log) {
        String known = topicIds.get(topic);
        return known != null && !Objects.equals(known, log.topicIds().get(topic));
    }

    /** Up to where a partition was read; -1 if nothing is known. */
    private long position(TopicPartition partition, SourceLog log) {
        return Math.max(next.getOrDefault(partition, -1L), log.committed().getOrDefault(partition, -1L));
    }

    private static SourceGap gap(TopicPartition partition, long from, long to, Kind kind) {
        return new SourceGap(partition.topic(), partition.partition(), from, to, kind);
    }
}
