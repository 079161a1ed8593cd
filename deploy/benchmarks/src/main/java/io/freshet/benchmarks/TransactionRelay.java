package io.freshet.benchmarks;

import io.freshet.servicekit.kafka.KafkaSettings;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** Passes each record that is committed on one topic on to another, exactly once, on a thread of its own. */
final class TransactionRelay implements AutoCloseable {
    private static final Duration POLL = Duration.ofMillis(200);

    private final String to;
    private final KafkaConsumer<byte[], byte[]> consumer;
    private final KafkaProducer<byte[], byte[]> producer;
    private final Thread thread;
    private volatile boolean closing;

    private TransactionRelay(KafkaSettings kafka, String from, String to) {
        this.to = to;
        Map<String, Object> writing = new HashMap<>(kafka.producer(from));
        writing.put(ProducerConfig.TRANSACTIONAL_ID_CONFIG, from);
        producer = new KafkaProducer<>(writing, new ByteArraySerializer(), new ByteArraySerializer());
        consumer = new KafkaConsumer<>(
                kafka.consumer(from, from), new ByteArrayDeserializer(), new ByteArrayDeserializer());
        consumer.subscribe(List.of(from));
        thread = Thread.ofPlatform().name("benchmark-" + from).unstarted(this::run);
    }

    static TransactionRelay start(KafkaSettings kafka, String from, String to) {
        TransactionRelay relay = new TransactionRelay(kafka, from, to);
        relay.thread.start();
        return relay;
    }

    private void run() {
        try (consumer;
                producer) {
            producer.initTransactions();
            while (!closing) {
                ConsumerRecords<byte[], byte[]> records = consumer.poll(POLL);
                if (!records.isEmpty()) {
                    pass(records);
                }
            }
        } catch (WakeupException e) {
            // Only close wakes it.
        }
    }

    private void pass(ConsumerRecords<byte[], byte[]> records) {
        producer.beginTransaction();
        for (ConsumerRecord<byte[], byte[]> record : records) {
            var _ = producer.send(new ProducerRecord<>(to, record.value()));
        }
        producer.sendOffsetsToTransaction(records.nextOffsets(), consumer.groupMetadata());
        producer.commitTransaction();
    }

    @Override
    public void close() {
        closing = true;
        consumer.wakeup();
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
