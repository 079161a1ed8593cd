package io.freshet.watcher.kafka;

import io.freshet.contracts.envelope.EventDeserializer;
import io.freshet.contracts.envelope.UnreadableEventException;
import io.freshet.contracts.event.FileChanges;
import io.freshet.contracts.id.DatasetRef;
import io.freshet.contracts.topic.Topics;
import io.freshet.servicekit.kafka.BytesConsumer;
import io.freshet.servicekit.kafka.KafkaSettings;
import io.freshet.watcher.ledger.ChangeHistory;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.utils.Utils;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads the topic of file changes back, one dataset at a time. What was written longer ago than the topic keeps is not there; a partition
 * that is still as it was then is reported once more. Thread-safe.
 */
public final class ChangeLogReader implements ChangeHistory {
    private static final Logger LOG = LoggerFactory.getLogger(ChangeLogReader.class);
    private static final Duration POLL = Duration.ofMillis(500);
    /** Longer than any transaction of ours or the planner's may be open. */
    private static final int MOST_IDLE_POLLS = 240;

    private final KafkaSettings kafka;
    private final String client;
    private final EventDeserializer<FileChanges> deserializer = new EventDeserializer<>(FileChanges.class);

    /**
     * @param instance unique among the watchers of an installation
     */
    public ChangeLogReader(KafkaSettings kafka, String instance) {
        this.kafka = kafka;
        this.client = "freshet-watcher-" + instance + "-history";
    }

    @Override
    public synchronized Position read(DatasetRef dataset, @Nullable Position known, Reader reader)
            throws ExecutionException, InterruptedException {
        byte[] key = dataset.toString().getBytes(StandardCharsets.UTF_8);
        try (Admin admin = Admin.create(kafka.common(client));
                BytesConsumer consumer = consumer()) {
            TopicDescription topic = Objects.requireNonNull(admin.describeTopics(List.of(Topics.FILE_CHANGES))
                    .allTopicNames()
                    .get()
                    .get(Topics.FILE_CHANGES));
            TopicPartition partition = new TopicPartition(
                    Topics.FILE_CHANGES,
                    Utils.toPositive(Utils.murmur2(key)) % topic.partitions().size());
            long end = admin.listOffsets(Map.of(partition, OffsetSpec.latest()))
                    .partitionResult(partition)
                    .get()
                    .offset();
            consumer.assign(List.of(partition));
            long begin = Objects.requireNonNull(
                    consumer.beginningOffsets(List.of(partition)).get(partition));
            Walk walk = new Walk(consumer, partition, key, end);
            String log = topic.topicId().toString();
            if (known == null || !walk.isContinued(known, log, begin)) {
                reader.fromBeginning();
                return walk.read(new Position(log, partition.partition(), -1, "", begin), reader);
            }
            return walk.read(known, reader);
        }
    }

    private BytesConsumer consumer() {
        return new BytesConsumer(kafka.reader(client));
    }

    /** Over the records of one key in one partition. */
    private final class Walk {
        private final BytesConsumer consumer;
        private final TopicPartition partition;
        private final byte[] key;
        private final long end;

        Walk(BytesConsumer consumer, TopicPartition partition, byte[] key, long end) {
            this.consumer = consumer;
            this.partition = partition;
            this.key = key;
            this.end = end;
        }

        /** Whether the log is the one that was known, and still has the last event that the ledger knows of. */
        boolean isContinued(Position known, String log, long begin) {
            if (!known.log().equals(log) || known.partition() != partition.partition() || known.next() > end) {
                return false;
            }
            if (known.last() < begin) {
                return true;
            }
            consumer.seek(partition, known.last());
            for (int idle = 0; consumer.position(partition) < end && idle < MOST_IDLE_POLLS; idle++) {
                for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL).records(partition)) {
                    FileChanges changes = record.offset() == known.last() ? changes(record) : null;
                    return changes != null && changes.batch().id().equals(known.batch());
                }
            }
            return false;
        }

        Position read(Position from, Reader reader) {
            long last = from.last();
            String batch = from.batch();
            consumer.seek(partition, from.next());
            int idle = 0;
            while (consumer.position(partition) < end) {
                List<ConsumerRecord<byte[], byte[]>> records =
                        consumer.poll(POLL).records(partition);
                idle = records.isEmpty() ? idle + 1 : 0;
                if (idle > MOST_IDLE_POLLS) {
                    throw new KafkaException("the end of %s cannot be read: a transaction is open at offset %d of %d"
                            .formatted(partition, consumer.position(partition), end));
                }
                for (ConsumerRecord<byte[], byte[]> record : records) {
                    FileChanges changes = changes(record);
                    if (changes != null) {
                        reader.take(changes);
                        last = record.offset();
                        batch = changes.batch().id();
                    }
                }
            }
            return new Position(
                    from.log(),
                    partition.partition(),
                    last,
                    batch,
                    Math.max(from.next(), consumer.position(partition)));
        }

        /** Null if the record says nothing of the dataset, or cannot be read, which others reject. */
        private @Nullable FileChanges changes(ConsumerRecord<byte[], byte[]> record) {
            if (!Arrays.equals(record.key(), key)) {
                return null;
            }
            try {
                return deserializer.deserialize(record.topic(), record.headers(), record.value());
            } catch (UnreadableEventException e) {
                LOG.atWarn()
                        .addKeyValue("topic", record.topic())
                        .addKeyValue("partition", record.partition())
                        .addKeyValue("offset", record.offset())
                        .addKeyValue("reason", e.getMessage())
                        .log("A record of file changes cannot be read and is passed over");
                return null;
            }
        }
    }
}
