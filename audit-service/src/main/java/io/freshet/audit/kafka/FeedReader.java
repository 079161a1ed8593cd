package io.freshet.audit.kafka;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.freshet.audit.feed.FeedItem;
import io.freshet.audit.feed.FeedPosition;
import io.freshet.audit.feed.FeedStart;
import io.freshet.audit.history.LogPartition;
import io.freshet.contracts.json.EventJson;
import io.freshet.servicekit.kafka.BytesConsumer;
import io.freshet.servicekit.kafka.KafkaSettings;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;

/**
 * Reads the public topics for one follower, from the log itself: what it has read is in its hands and nowhere else. Of each partition
 * events come in the order of the log; between partitions there is none. What is no event is passed over, as it is in the dead letters.
 * For one thread at a time.
 */
public final class FeedReader implements AutoCloseable {
    /** How much a follower has in memory: what one answer of the broker has at the most, beside a record that is larger alone. */
    static final int MOST_BYTES = 1 << 20;

    private static final int MOST_RECORDS = 100;
    private static final int ANSWER_WITHIN_MS = 10_000;
    private static final String ATTRIBUTE = "ce_";

    /** Tells the clients of a process apart. */
    private static final AtomicLong OPENED = new AtomicLong();

    private final BytesConsumer consumer;
    private final SortedMap<LogPartition, Long> next = new TreeMap<>();

    private FeedReader(BytesConsumer consumer) {
        this.consumer = consumer;
    }

    /**
     * One that begins there.
     *
     * @throws IllegalStateException if the broker does not answer
     */
    public static FeedReader open(KafkaSettings kafka, FeedStart start) {
        FeedReader reader = new FeedReader(new BytesConsumer(config(kafka)));
        try {
            reader.begin(start);
            return reader;
        } catch (KafkaException e) {
            reader.close();
            throw new IllegalStateException("the broker does not say what is on the log: " + e.getMessage(), e);
        }
    }

    private static Map<String, Object> config(KafkaSettings kafka) {
        Map<String, Object> config = kafka.reader("audit-feed-" + OPENED.incrementAndGet());
        config.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "none");
        config.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, MOST_RECORDS);
        config.put(ConsumerConfig.FETCH_MAX_BYTES_CONFIG, MOST_BYTES);
        config.put(ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG, MOST_BYTES);
        config.put(ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, ANSWER_WITHIN_MS);
        return config;
    }

    private void begin(FeedStart start) {
        List<TopicPartition> partitions = AuditTopics.PUBLIC.stream()
                .flatMap(topic -> consumer.partitions(topic).stream())
                .toList();
        consumer.assign(partitions);
        Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
        Map<TopicPartition, Long> from = switch (start) {
            case FeedStart.Now() -> ends;
            case FeedStart.Since(Instant time) -> since(time, partitions, ends);
            case FeedStart.After(FeedPosition position) -> after(position, partitions);
        };
        from.forEach((partition, offset) -> {
            consumer.seek(partition, offset);
            next.put(LogPositions.of(partition), offset);
        });
    }

    private Map<TopicPartition, Long> since(
            Instant time, Collection<TopicPartition> partitions, Map<TopicPartition, Long> ends) {
        long millis = Math.max(0, time.toEpochMilli());
        Map<TopicPartition, Long> times =
                partitions.stream().collect(Collectors.toMap(partition -> partition, _ -> millis));
        Map<TopicPartition, Long> from = new HashMap<>(ends);
        consumer.offsetsForTimes(times).forEach((partition, found) -> {
            if (found != null) {
                from.put(partition, found.offset());
            }
        });
        return from;
    }

    /** A partition that the position does not name was added since. */
    private Map<TopicPartition, Long> after(FeedPosition position, Collection<TopicPartition> partitions) {
        Map<TopicPartition, Long> from = new HashMap<>(consumer.beginningOffsets(partitions));
        for (TopicPartition partition : partitions) {
            Long offset = position.next().get(LogPositions.of(partition));
            if (offset != null) {
                from.put(partition, offset);
            }
        }
        return from;
    }

    /** How far it has read. */
    public FeedPosition position() {
        return new FeedPosition(next);
    }

    /** Where the log ends now, for {@link #hasRead}. */
    public FeedPosition end() {
        SortedMap<LogPartition, Long> ends = new TreeMap<>();
        consumer.endOffsets(consumer.assignment())
                .forEach((partition, offset) -> ends.put(LogPositions.of(partition), offset));
        return new FeedPosition(ends);
    }

    /** Whether it has read as far. */
    public boolean hasRead(FeedPosition position) {
        return position.next().entrySet().stream()
                .allMatch(end -> next.getOrDefault(end.getKey(), 0L) >= end.getValue());
    }

    /**
     * What comes next, waiting for it; empty if nothing comes in time.
     *
     * @throws org.apache.kafka.common.KafkaException if the log cannot be read
     */
    public List<FeedItem> read(Duration wait) {
        try {
            List<FeedItem> items = new ArrayList<>();
            var records = consumer.poll(wait);
            for (ConsumerRecord<byte[], byte[]> record : records) {
                next.put(new LogPartition(record.topic(), record.partition()), record.offset() + 1);
                read(record).ifPresent(items::add);
            }
            // Marks of transactions are no records.
            records.nextOffsets().forEach((partition, offset) -> next.put(LogPositions.of(partition), offset.offset()));
            return items;
        } catch (OffsetOutOfRangeException e) {
            return missed(e.partitions());
        }
    }

    /** A log that ends before the position is another one than it was taken from: it is read from its beginning, too. */
    private List<FeedItem> missed(Collection<TopicPartition> partitions) {
        List<FeedItem> items = new ArrayList<>();
        consumer.beginningOffsets(partitions).forEach((partition, beginning) -> {
            LogPartition missing = LogPositions.of(partition);
            long wanted = next.getOrDefault(missing, 0L);
            consumer.seek(partition, beginning);
            next.put(missing, beginning);
            items.add(new FeedItem.Missed(position(), missing, wanted, beginning));
        });
        return items;
    }

    private Optional<FeedItem> read(ConsumerRecord<byte[], byte[]> record) {
        byte[] value = record.value();
        Header type = record.headers().lastHeader(ATTRIBUTE + "type");
        if (value == null || type == null || type.value() == null || record.key() == null) {
            return Optional.empty();
        }
        JsonNode data;
        try {
            data = EventJson.mapper().readTree(value);
        } catch (JacksonException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw new IllegalStateException("bytes in memory can be read", e);
        }
        ObjectNode event = EventJson.mapper().createObjectNode();
        for (Header header : record.headers()) {
            if (header.key().startsWith(ATTRIBUTE) && header.value() != null) {
                event.put(header.key().substring(ATTRIBUTE.length()), text(header.value()));
            } else if (header.key().equals("content-type") && header.value() != null) {
                event.put("datacontenttype", text(header.value()));
            }
        }
        event.set("data", data);
        return Optional.of(new FeedItem.Read(position(), text(record.key()), text(type.value()), event));
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }

    @Override
    public void close() {
        consumer.close();
    }
}
