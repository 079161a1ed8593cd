package io.freshet.scheduler.outbox;

import io.freshet.contracts.topic.Topics;
import io.freshet.servicekit.kafka.BytesConsumer;
import io.freshet.servicekit.kafka.KafkaSettings;
import io.freshet.servicekit.kafka.SendRefusal;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringSerializer;
import org.jspecify.annotations.Nullable;

/**
 * Writes in transactions under one id for the whole installation. Opening it fences whoever had it before: a publisher that was
 * paused, lost its lease and wakes again cannot put an old definition behind a newer one, which compaction would keep.
 *
 * <p>Which rows a transaction has is committed in it, as an offset's metadata of a group that nobody is a member of. So a publisher
 * that takes over knows what the one before had written, however that one ended, and no row is written twice.
 */
public final class TransactionalSender implements RecordSender {
    /** Names both the transactions and the group. */
    private static final String ID = "freshet-scheduler-outbox";

    private static final TopicPartition PLACE = new TopicPartition(Topics.WORKFLOW_DEFINITIONS, 0);
    /** Together with a lease of 20 s, a publisher that does not get through has lost its lease within 30 s. */
    private static final int PATIENCE_MILLIS = 15_000;

    private static final int REQUEST_MILLIS = 10_000;
    private static final int TRANSACTION_MILLIS = 30_000;

    private final String outbox;
    private final KafkaProducer<String, Object> producer;
    private final Takeover takeover;

    /**
     * @param outbox whose rows are to be sent
     */
    public TransactionalSender(KafkaSettings kafka, String clientId, String outbox) {
        this.outbox = outbox;
        Map<String, Object> config = new HashMap<>(kafka.producer(clientId));
        config.put(ProducerConfig.TRANSACTIONAL_ID_CONFIG, ID);
        config.put(ProducerConfig.TRANSACTION_TIMEOUT_CONFIG, TRANSACTION_MILLIS);
        config.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, PATIENCE_MILLIS);
        config.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, REQUEST_MILLIS);
        config.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, PATIENCE_MILLIS);
        producer = new KafkaProducer<>(config, new StringSerializer(), new OutboxSerializer());
        try {
            producer.initTransactions();
            takeover = Takeover.from(kafka, clientId);
        } catch (RuntimeException e) {
            producer.close(Duration.ZERO);
            throw e;
        }
    }

    @Override
    public List<OutboxRow> writtenBefore(List<OutboxRow> rows) {
        return WrittenRows.in(takeover.written(), outbox, rows);
    }

    @Override
    public void send(List<OutboxRow> rows) {
        producer.beginTransaction();
        try {
            for (OutboxRow row : rows) {
                var _ = producer.send(row.toRecord());
            }
            producer.sendOffsetsToTransaction(
                    Map.of(PLACE, new OffsetAndMetadata(rows.getLast().id(), WrittenRows.encode(outbox, rows))),
                    takeover.group());
            producer.commitTransaction();
        } catch (KafkaException e) {
            if (!SendRefusal.isFinal(e)) {
                throw e;
            }
            producer.abortTransaction();
            throw new RefusedRecordException(e);
        }
    }

    /** What was begun and not committed is not seen by anybody. */
    @Override
    public void close() {
        producer.close(Duration.ZERO);
    }

    /**
     * What the sender before has left.
     *
     * @param group without members, whose only offset says what was written last
     * @param written null if nothing was ever
     */
    private record Takeover(
            ConsumerGroupMetadata group, @Nullable String written) {
        static Takeover from(KafkaSettings kafka, String clientId) {
            try (BytesConsumer reader = new BytesConsumer(kafka.consumer(clientId + "-takeover", ID))) {
                OffsetAndMetadata last = reader.committed(Set.of(PLACE), Duration.ofMillis(PATIENCE_MILLIS))
                        .get(PLACE);
                return new Takeover(reader.groupMetadata(), last == null ? null : last.metadata());
            }
        }
    }
}
