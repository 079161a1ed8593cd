package io.freshet.servicekit.streams;

import io.freshet.servicekit.kafka.BytesConsumer;
import io.freshet.servicekit.kafka.KafkaSettings;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.ListTopicsOptions;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.TopicPartition;

/** Asks Kafka for what is in the topics of a topology. */
final class SourceLogReader {
    private static final Duration PROBE_WITHIN = Duration.ofSeconds(5);
    private static final Duration POLL = Duration.ofMillis(200);
    private static final String CLIENT = "freshet-source-topics";

    private final KafkaSettings kafka;
    private final String group;
    private final Set<String> topics;
    private final Set<String> stateTopics;

    /**
     * @param stateTopics where the topology keeps its state; they need not exist
     */
    SourceLogReader(KafkaSettings kafka, String group, Set<String> topics, Set<String> stateTopics) {
        this.kafka = kafka;
        this.group = group;
        this.topics = Set.copyOf(topics);
        this.stateTopics = Set.copyOf(stateTopics);
    }

    /** In an order in which a group that reads on meanwhile makes no gap appear. */
    SourceLog read() throws ExecutionException, InterruptedException {
        try (Admin admin = Admin.create(kafka.common(CLIENT))) {
            Set<String> existing = new HashSet<>(admin.listTopics(new ListTopicsOptions().listInternal(true))
                    .names()
                    .get());
            existing.retainAll(stateTopics);
            existing.addAll(topics);
            Map<String, String> ids = new HashMap<>();
            Set<TopicPartition> partitions = new HashSet<>();
            for (TopicDescription topic :
                    admin.describeTopics(existing).allTopicNames().get().values()) {
                ids.put(topic.name(), topic.topicId().toString());
                if (topics.contains(topic.name())) {
                    topic.partitions()
                            .forEach(partition ->
                                    partitions.add(new TopicPartition(topic.name(), partition.partition())));
                }
            }
            Map<TopicPartition, Long> beginnings = offsets(admin, partitions, OffsetSpec.earliest());
            Map<TopicPartition, Long> committed = committed(admin, partitions);
            return new SourceLog(ids, beginnings, committed, offsets(admin, partitions, OffsetSpec.latest()));
        }
    }

    /**
     * Sets from where the group reads.
     *
     * @throws ExecutionException with Kafka's exception, if members of the group are reading
     */
    void rewind(Map<TopicPartition, Long> to) throws ExecutionException, InterruptedException {
        if (to.isEmpty()) {
            return;
        }
        try (Admin admin = Admin.create(kafka.common(CLIENT))) {
            Map<TopicPartition, OffsetAndMetadata> offsets = new HashMap<>();
            to.forEach((partition, offset) -> offsets.put(partition, new OffsetAndMetadata(offset)));
            admin.alterConsumerGroupOffsets(group, offsets).all().get();
        }
    }

    /**
     * Reads on from the given offsets, until it knows whether there is a record.
     *
     * @return of those partitions that have nothing but markers and what was taken back: where they end
     */
    Map<TopicPartition, Long> withoutRecords(Map<TopicPartition, Long> from) {
        if (from.isEmpty()) {
            return Map.of();
        }
        Map<TopicPartition, Long> open = new HashMap<>(from);
        Map<TopicPartition, Long> empty = new HashMap<>();
        Map<String, Object> config = kafka.common(CLIENT);
        config.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        config.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "none");
        config.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        try (BytesConsumer consumer = new BytesConsumer(config)) {
            consumer.assign(open.keySet());
            open.forEach(consumer::seek);
            Map<TopicPartition, Long> ends = consumer.endOffsets(open.keySet());
            long begin = System.nanoTime();
            while (!open.isEmpty() && System.nanoTime() - begin < PROBE_WITHIN.toNanos()) {
                Set<TopicPartition> filled = consumer.poll(POLL).partitions();
                open.keySet().removeAll(filled);
                consumer.pause(filled);
                for (TopicPartition partition : Set.copyOf(open.keySet())) {
                    long position = consumer.position(partition);
                    if (position >= ends.getOrDefault(partition, Long.MAX_VALUE)) {
                        empty.put(partition, position);
                        open.remove(partition);
                    }
                }
            }
        }
        return empty;
    }

    private Map<TopicPartition, Long> committed(Admin admin, Set<TopicPartition> partitions)
            throws ExecutionException, InterruptedException {
        Map<TopicPartition, Long> committed = new HashMap<>();
        Map<TopicPartition, OffsetAndMetadata> all = admin.listConsumerGroupOffsets(group)
                .partitionsToOffsetAndMetadata()
                .get();
        for (TopicPartition partition : partitions) {
            OffsetAndMetadata offset = all.get(partition);
            if (offset != null) {
                committed.put(partition, offset.offset());
            }
        }
        return committed;
    }

    private static Map<TopicPartition, Long> offsets(
            Admin admin, Collection<TopicPartition> partitions, OffsetSpec which)
            throws ExecutionException, InterruptedException {
        Map<TopicPartition, OffsetSpec> asked = new HashMap<>();
        partitions.forEach(partition -> asked.put(partition, which));
        Map<TopicPartition, ListOffsetsResultInfo> found = admin.listOffsets(
                        asked, new ListOffsetsOptions(IsolationLevel.READ_UNCOMMITTED))
                .all()
                .get();
        Map<TopicPartition, Long> offsets = new HashMap<>();
        found.forEach((partition, info) -> offsets.put(partition, info.offset()));
        return offsets;
    }
}
