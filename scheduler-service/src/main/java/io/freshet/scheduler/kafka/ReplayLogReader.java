package io.freshet.scheduler.kafka;

import io.freshet.contracts.envelope.EventDeserializer;
import io.freshet.contracts.envelope.UnreadableEventException;
import io.freshet.contracts.envelope.UpstreamEventDeserializer;
import io.freshet.contracts.event.Event;
import io.freshet.contracts.topic.Topics;
import io.freshet.contracts.upstream.Checked;
import io.freshet.contracts.upstream.UpstreamEvent;
import io.freshet.scheduler.replay.LogRecord;
import io.freshet.scheduler.replay.ReplayLog;
import io.freshet.servicekit.failure.UnavailableException;
import io.freshet.servicekit.kafka.BytesConsumer;
import io.freshet.servicekit.kafka.KafkaSettings;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * Reads topics back, by offsets. The consumer is no member of a group; it lives as long as there is something to read, and a question for
 * spans has one of its own.
 */
public final class ReplayLogReader implements ReplayLog {
    private static final Duration POLL = Duration.ofMillis(500);
    private static final Duration ANSWER_WITHIN = Duration.ofSeconds(20);
    /** The bound on the records of one step. */
    private static final int MOST_RECORDS = 1_000;
    /** Before it is looked whether the service ends. */
    private static final int MOST_IDLE_POLLS = 20;

    private final KafkaSettings kafka;
    private final String client;
    private final EventDeserializer<Event> deserializer = new EventDeserializer<>(Event.class);
    private @Nullable BytesConsumer open;

    /**
     * @param instance unique among the schedulers of an installation
     */
    public ReplayLogReader(KafkaSettings kafka, String instance) {
        this.kafka = kafka;
        this.client = "freshet-scheduler-" + instance + "-replay";
    }

    @Override
    public SequencedMap<Integer, Span> spans(String topic, @Nullable Instant since, @Nullable Instant until) {
        try (BytesConsumer consumer = consumer("-spans")) {
            List<TopicPartition> partitions = consumer.partitions(topic, ANSWER_WITHIN);
            Map<TopicPartition, Long> begin = consumer.beginningOffsets(partitions, ANSWER_WITHIN);
            Map<TopicPartition, Long> end = consumer.endOffsets(partitions, ANSWER_WITHIN);
            Map<TopicPartition, Long> from = since == null ? begin : offsets(consumer, partitions, since, end);
            Map<TopicPartition, Long> to = until == null ? end : offsets(consumer, partitions, until, end);
            SequencedMap<Integer, Span> spans = new TreeMap<>();
            for (TopicPartition partition : partitions) {
                long last = to.getOrDefault(partition, 0L);
                spans.put(partition.partition(), new Span(Math.min(from.getOrDefault(partition, 0L), last), last));
            }
            return spans;
        } catch (KafkaException e) {
            throw new UnavailableException("Kafka does not say what there is of %s: %s".formatted(topic, e), e);
        }
    }

    /** Of each partition the first record that was written at this time or later. */
    private static Map<TopicPartition, Long> offsets(
            BytesConsumer consumer, List<TopicPartition> partitions, Instant time, Map<TopicPartition, Long> end) {
        Map<TopicPartition, @Nullable OffsetAndTimestamp> found = consumer.offsetsForTimes(
                partitions.stream().collect(Collectors.toMap(Function.identity(), _ -> time.toEpochMilli())),
                ANSWER_WITHIN);
        Map<TopicPartition, Long> offsets = new HashMap<>(end);
        found.forEach((partition, first) -> {
            if (first != null) {
                offsets.put(partition, first.offset());
            }
        });
        return offsets;
    }

    @Override
    public Chunk read(String topic, int partition, Span span) {
        try {
            return read(reader(), new TopicPartition(topic, partition), span);
        } catch (KafkaException e) {
            rest();
            throw new UnavailableException("%s-%d cannot be read: %s".formatted(topic, partition, e), e);
        }
    }

    private Chunk read(BytesConsumer consumer, TopicPartition partition, Span span) {
        if (!consumer.assignment().contains(partition)) {
            consumer.assign(List.of(partition));
            consumer.seek(partition, span.from());
        } else if (consumer.position(partition) != span.from()) {
            consumer.seek(partition, span.from());
        }
        List<LogRecord> records = new ArrayList<>();
        for (int idle = 0; idle < MOST_IDLE_POLLS && records.isEmpty(); idle++) {
            for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL).records(partition)) {
                if (record.offset() < span.end()) {
                    records.add(new LogRecord(record.offset(), event(record)));
                }
            }
            long position = consumer.position(partition, ANSWER_WITHIN);
            if (position >= span.end() || !records.isEmpty()) {
                return new Chunk(records, Math.min(position, span.end()));
            }
        }
        // A transaction is open, behind which nothing can be read yet.
        return new Chunk(List.of(), Math.min(consumer.position(partition, ANSWER_WITHIN), span.end()));
    }

    private @Nullable Object event(ConsumerRecord<byte[], byte[]> record) {
        if (record.topic().equals(Topics.UPSTREAM_EVENTS)) {
            return UpstreamEventDeserializer.read(record.headers(), record.value())
                            instanceof Checked.Valid<UpstreamEvent>(UpstreamEvent event)
                    ? event
                    : null;
        }
        try {
            return deserializer.deserialize(record.topic(), record.headers(), record.value());
        } catch (UnreadableEventException e) {
            return null;
        }
    }

    private BytesConsumer reader() {
        BytesConsumer consumer = open;
        if (consumer == null) {
            consumer = consumer("");
            open = consumer;
        }
        return consumer;
    }

    private BytesConsumer consumer(String use) {
        Map<String, Object> config = kafka.reader(client + use);
        config.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, MOST_RECORDS);
        return new BytesConsumer(config);
    }

    @Override
    public void rest() {
        BytesConsumer consumer = open;
        open = null;
        if (consumer != null) {
            consumer.close();
        }
    }

    @Override
    public void close() {
        rest();
    }
}
