package io.freshet.scheduler.kafka;

import io.freshet.contracts.envelope.EventSerializer;
import io.freshet.contracts.event.Event;
import io.freshet.contracts.kafka.KafkaSettings;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;

/**
 * Writes in transactions under one id for the whole installation. Opening it fences whoever had it before: a publisher that was
 * paused, lost its lease and wakes again cannot put an old definition behind a newer one, which compaction would keep.
 */
public final class TransactionalSender implements RecordSender {
    private static final String TRANSACTIONAL_ID = "freshet-scheduler-outbox";

    private final KafkaProducer<String, Event> producer;

    public TransactionalSender(KafkaSettings kafka, String clientId) {
        Map<String, Object> config = new HashMap<>(kafka.producer(clientId));
        config.put(ProducerConfig.TRANSACTIONAL_ID_CONFIG, TRANSACTIONAL_ID);
        config.put(ProducerConfig.TRANSACTION_TIMEOUT_CONFIG, 30_000);
        config.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, 30_000);
        config.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, 10_000);
        config.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, 30_000);
        producer = new KafkaProducer<>(config, new StringSerializer(), new EventSerializer("scheduler"));
        try {
            producer.initTransactions();
        } catch (RuntimeException e) {
            producer.close(Duration.ZERO);
            throw e;
        }
    }

    @Override
    public void send(List<OutboxRow> rows) {
        producer.beginTransaction();
        for (OutboxRow row : rows) {
            var _ = producer.send(new ProducerRecord<>(row.topic(), row.key(), row.event()));
        }
        producer.commitTransaction();
    }

    /** What was begun and not committed is not seen by anybody. */
    @Override
    public void close() {
        producer.close(Duration.ZERO);
    }
}
