package io.freshet.servicekit.streams;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.common.TopicPartition;

/**
 * What Kafka says of the topics that a topology reads.
 *
 * @param topicIds by name, also of those topics with the topology's state that exist
 * @param beginnings the first offset that can be read, as of before {@code committed} was asked for
 * @param committed up to where the group has read, of those partitions of which it has read anything
 * @param ends behind the last record, as of after {@code committed} was asked for
 */
record SourceLog(
        Map<String, String> topicIds,
        Map<TopicPartition, Long> beginnings,
        Map<TopicPartition, Long> committed,
        Map<TopicPartition, Long> ends) {
    SourceLog {
        topicIds = Map.copyOf(topicIds);
        beginnings = Map.copyOf(beginnings);
        committed = Map.copyOf(committed);
        ends = Map.copyOf(ends);
    }

    /** The same when the group has committed what it can read after the gaps. */
    SourceLog without(List<SourceGap> gaps) {
        Map<TopicPartition, Long> next = new HashMap<>(committed);
        gaps.stream()
                .filter(gap -> gap.kind() != SourceGap.Kind.STATE_LOST)
                .forEach(gap -> next.put(gap.topicPartition(), gap.to()));
        return new SourceLog(topicIds, beginnings, next, ends);
    }

    /** The same when the group has read nothing of some partitions. */
    SourceLog without(Set<TopicPartition> partitions) {
        Map<TopicPartition, Long> next = new HashMap<>(committed);
        next.keySet().removeAll(partitions);
        return new SourceLog(topicIds, beginnings, next, ends);
    }
}
