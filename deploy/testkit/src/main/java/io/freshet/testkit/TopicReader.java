package io.freshet.testkit;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.StringDeserializer;

/**
 * Collects the committed records of topics, from the beginning, in no consumer group. What was collected stays
 * collected: each wait looks at all records so far. For one thread.
 */
public final class TopicReader<K, V> implements AutoCloseable {

    private static final Duration POLL = Duration.ofMillis(20);

    private final KafkaConsumer<K, V> consumer;
    private final List<ConsumerRecord<K, V>> records = new ArrayList<>();

    /** Reads topics that exist. */
    public TopicReader(String bootstrapServers, Deserializer<K> keys, Deserializer<V> values, String... topics) {
        this.consumer = new KafkaConsumer<>(
                Map.of(
                        ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG,
                        bootstrapServers,
                        ConsumerConfig.ISOLATION_LEVEL_CONFIG,
                        "read_committed",
                        ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG,
                        false,
                        ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG,
                        false),
                keys,
                values);
        List<TopicPartition> partitions = Arrays.stream(topics)
                .flatMap(topic -> consumer.partitionsFor(topic).stream())
                .map(partition -> new TopicPartition(partition.topic(), partition.partition()))
                .toList();
        consumer.assign(partitions);
        consumer.seekToBeginning(partitions);
    }

    /** Reads keys and values as UTF-8 text. */
    public static TopicReader<String, String> ofText(String bootstrapServers, String... topics) {
        return new TopicReader<>(bootstrapServers, new StringDeserializer(), new StringDeserializer(), topics);
    }

    /**
     * Reads until the records so far are accepted, and returns them: of one partition in its order.
     *
     * @throws AssertionError with the records, if they are not accepted in time
     */
    public List<ConsumerRecord<K, V>> until(Duration within, Predicate<List<ConsumerRecord<K, V>>> accepted) {
        long deadline = System.nanoTime() + within.toNanos();
        while (!accepted.test(List.copyOf(records))) {
            if (System.nanoTime() > deadline) {
                throw new AssertionError("Not within " + within + "; " + records.size() + " records: " + records);
            }
            consumer.poll(POLL).forEach(records::add);
        }
        return List.copyOf(records);
    }

    /** Reads until there are so many records, or more. */
    public List<ConsumerRecord<K, V>> atLeast(int count, Duration within) {
        return until(within, all -> all.size() >= count);
    }

    /** Reads up to where the topics end now, and returns all records so far: to show that there is no more. */
    public List<ConsumerRecord<K, V>> toEnd(Duration within) {
        Map<TopicPartition, Long> ends = consumer.endOffsets(consumer.assignment());
        return until(
                within,
                all -> ends.entrySet().stream().allMatch(end -> consumer.position(end.getKey()) >= end.getValue()));
    }

    @Override
    public void close() {
        consumer.close();
    }
}
