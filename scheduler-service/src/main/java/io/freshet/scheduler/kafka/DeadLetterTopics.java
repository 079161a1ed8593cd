package io.freshet.scheduler.kafka;

import io.freshet.contracts.api.DeadLetterDecision;
import io.freshet.contracts.api.DeadLetterOutcome;
import io.freshet.contracts.api.DeadLetterOutcome.Result;
import io.freshet.contracts.event.SourceRecord;
import io.freshet.contracts.topic.Topics;
import io.freshet.scheduler.deadletter.DeadLetterLog;
import io.freshet.servicekit.failure.UnavailableException;
import io.freshet.servicekit.kafka.BytesConsumer;
import io.freshet.servicekit.kafka.DeadLetterDecisions;
import io.freshet.servicekit.kafka.DeadLetters;
import io.freshet.servicekit.kafka.KafkaSettings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/**
 * Finds letters in the dead-letter topics, and writes decisions: the record that is retried and the mark behind its letter in one transaction, so
 * that there is no retry that nobody sees. Letters are looked for from the beginning of the topic, once for each order. Thread-safe: one order
 * at a time.
 */
public final class DeadLetterTopics implements DeadLetterLog {
    private static final Duration POLL = Duration.ofMillis(500);
    private static final Duration ANSWER_WITHIN = Duration.ofSeconds(20);
    /** How long letters are looked for. */
    private static final Duration FOUND_WITHIN = Duration.ofSeconds(20);

    private final KafkaSettings kafka;
    private final String client;
    private @Nullable KafkaProducer<byte[], byte[]> open;

    /**
     * @param instance unique among the schedulers of an installation
     */
    public DeadLetterTopics(KafkaSettings kafka, String instance) {
        this.kafka = kafka;
        this.client = "freshet-scheduler-" + instance + "-dead-letters";
    }

    @Override
    public synchronized List<DeadLetterOutcome> decide(
            String topic, List<SourceRecord> letters, DeadLetterDecision decision) {
        try {
            Map<SourceRecord, ConsumerRecord<byte[], byte[]>> found = find(topic, letters);
            List<Writing> writings = new ArrayList<>();
            List<DeadLetterOutcome> outcomes = new ArrayList<>();
            for (SourceRecord place : letters) {
                ConsumerRecord<byte[], byte[]> letter = found.get(place);
                if (letter == null) {
                    outcomes.add(new DeadLetterOutcome(place, Result.UNKNOWN, null));
                } else if (decision.kind() == DeadLetterDecision.Kind.DISCARDED) {
                    writings.add(new Writing(place, letter, null));
                } else {
                    whole(place, letter)
                            .ifPresentOrElse(
                                    record -> writings.add(new Writing(place, letter, record)),
                                    () -> outcomes.add(new DeadLetterOutcome(place, Result.INCOMPLETE, null)));
                }
            }
            outcomes.addAll(write(writings, decision));
            return outcomes;
        } catch (KafkaException e) {
            closeProducer();
            throw new UnavailableException("Kafka does not take what was decided about dead letters: " + e, e);
        }
    }

    /**
     * Something to write.
     *
     * @param retried null: it is discarded
     */
    private record Writing(
            SourceRecord place,
            ConsumerRecord<byte[], byte[]> letter,
            @Nullable ConsumerRecord<byte[], byte[]> retried) {}

    /** The letters themselves; of several about one record the first that is whole. */
    private Map<SourceRecord, ConsumerRecord<byte[], byte[]>> find(String topic, List<SourceRecord> letters) {
        Map<SourceRecord, ConsumerRecord<byte[], byte[]>> found = new HashMap<>();
        try (BytesConsumer consumer = consumer()) {
            List<TopicPartition> partitions = consumer.partitions(Topics.deadLetters(topic), ANSWER_WITHIN);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions, ANSWER_WITHIN);
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            long begin = System.nanoTime();
            Set<SourceRecord> missing = new HashSet<>(letters);
            while (!missing.isEmpty() && !hasRead(consumer, ends)) {
                if (System.nanoTime() - begin > FOUND_WITHIN.toNanos()) {
                    throw new TimeoutException("the dead letters of %s were not read within %d s"
                            .formatted(topic, FOUND_WITHIN.toSeconds()));
                }
                for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
                    placeOf(record, missing).ifPresent(place -> {
                        if (DeadLetterDecisions.isWhole(record)) {
                            found.put(place, record);
                            missing.remove(place);
                        } else {
                            found.putIfAbsent(place, record);
                        }
                    });
                }
            }
        }
        return found;
    }

    private static Optional<SourceRecord> placeOf(ConsumerRecord<byte[], byte[]> record, Set<SourceRecord> wanted) {
        return DeadLetterDecisions.of(record).isPresent()
                ? Optional.empty()
                : DeadLetters.place(record).filter(wanted::contains);
    }

    private static boolean hasRead(BytesConsumer consumer, Map<TopicPartition, Long> ends) {
        return ends.entrySet().stream()
                .allMatch(end -> consumer.position(end.getKey(), ANSWER_WITHIN) >= end.getValue());
    }

    /** The rejected record with all that it had: as the letter has it, or else as its topic still has it. */
    private Optional<ConsumerRecord<byte[], byte[]>> whole(SourceRecord place, ConsumerRecord<byte[], byte[]> letter) {
        if (DeadLetterDecisions.isWhole(letter)) {
            return Optional.of(letter);
        }
        try (BytesConsumer consumer = consumer()) {
            TopicPartition partition = new TopicPartition(place.topic(), place.partition());
            consumer.assign(List.of(partition));
            consumer.seek(partition, place.offset());
            Map<TopicPartition, Long> ends = consumer.endOffsets(List.of(partition), ANSWER_WITHIN);
            long begin = System.nanoTime();
            while (!hasRead(consumer, ends) && System.nanoTime() - begin < ANSWER_WITHIN.toNanos()) {
                for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
                    return record.offset() == place.offset() ? Optional.of(record) : Optional.empty();
                }
            }
            return Optional.empty();
        }
    }

    private List<DeadLetterOutcome> write(List<Writing> writings, DeadLetterDecision decision) {
        if (writings.isEmpty()) {
            return List.of();
        }
        KafkaProducer<byte[], byte[]> producer = producer();
        Map<SourceRecord, Future<RecordMetadata>> retried = new HashMap<>();
        producer.beginTransaction();
        for (Writing writing : writings) {
            if (writing.retried() != null) {
                retried.put(
                        writing.place(), producer.send(DeadLetterDecisions.retry(writing.place(), writing.retried())));
            }
            var _ = producer.send(
                    DeadLetterDecisions.record(writing.place(), writing.letter().key(), decision));
        }
        producer.commitTransaction();
        return writings.stream()
                .map(writing -> outcome(writing.place(), retried.get(writing.place())))
                .toList();
    }

    private static DeadLetterOutcome outcome(SourceRecord place, @Nullable Future<RecordMetadata> retried) {
        if (retried == null) {
            return new DeadLetterOutcome(place, Result.DISCARDED, null);
        }
        try {
            RecordMetadata written = retried.get();
            return new DeadLetterOutcome(
                    place, Result.RETRIED, new SourceRecord(written.topic(), written.partition(), written.offset()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new UnavailableException("interrupted when what was decided was written", e);
        } catch (ExecutionException e) {
            throw new IllegalStateException("a record of a committed transaction was written", e);
        }
    }

    private KafkaProducer<byte[], byte[]> producer() {
        KafkaProducer<byte[], byte[]> producer = open;
        if (producer == null) {
            Map<String, Object> config = new HashMap<>(kafka.producer(client));
            config.put(ProducerConfig.TRANSACTIONAL_ID_CONFIG, client);
            config.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, (int) ANSWER_WITHIN.toMillis());
            config.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, (int) ANSWER_WITHIN.toMillis());
            config.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, (int) ANSWER_WITHIN.toMillis() / 2);
            producer = new KafkaProducer<>(config, new ByteArraySerializer(), new ByteArraySerializer());
            open = producer;
            producer.initTransactions();
        }
        return producer;
    }

    private BytesConsumer consumer() {
        return new BytesConsumer(kafka.reader(client));
    }

    /** What was begun and not committed is not seen by anybody. */
    private void closeProducer() {
        KafkaProducer<byte[], byte[]> producer = open;
        open = null;
        if (producer != null) {
            producer.close(Duration.ZERO);
        }
    }

    @Override
    public synchronized void close() {
        closeProducer();
    }
}
