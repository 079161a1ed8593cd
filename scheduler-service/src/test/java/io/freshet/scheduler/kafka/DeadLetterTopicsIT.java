package io.freshet.scheduler.kafka;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.freshet.contracts.api.DeadLetterDecision;
import io.freshet.contracts.api.DeadLetterOutcome;
import io.freshet.contracts.api.DeadLetterOutcome.Result;
import io.freshet.contracts.event.SourceRecord;
import io.freshet.contracts.topic.Topics;
import io.freshet.servicekit.kafka.BytesConsumer;
import io.freshet.servicekit.kafka.DeadLetterDecisions;
import io.freshet.servicekit.kafka.DeadLetters;
import io.freshet.servicekit.kafka.KafkaSettings;
import io.freshet.testkit.Eventually;
import io.freshet.testkit.TestKafka;
import io.freshet.testkit.WithKafka;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.StreamSupport;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Records are rejected, and people decide about them, on a real broker. */
@WithKafka
final class DeadLetterTopicsIT {
    private static final String TOPIC = Topics.RUN_REQUESTS;
    private static final int PARTITION = 0;
    private static final Duration SOON = Duration.ofSeconds(20);

    private KafkaSettings kafka;
    private KafkaProducer<byte[], byte[]> producer;
    private DeadLetterTopics topics;

    @BeforeEach
    void open(TestKafka broker) {
        broker.createProductTopics(2);
        kafka = KafkaSettings.of(broker.bootstrapServers());
        producer = new KafkaProducer<>(kafka.producer("test"), new ByteArraySerializer(), new ByteArraySerializer());
        topics = new DeadLetterTopics(kafka, "0");
    }

    @AfterEach
    void close() {
        topics.close();
        producer.close();
    }

    @Test
    void a_retried_record_is_in_its_topic_as_it_was_and_the_decision_behind_its_letter() throws Exception {
        SourceRecord place = reject(send("prod/copy", bytes(100)));

        DeadLetterOutcome outcome =
                decide(DeadLetterDecision.Kind.RETRIED, place).getFirst();

        assertEquals(Result.RETRIED, outcome.result());
        ConsumerRecord<byte[], byte[]> again = at(outcome.retriedAs());
        assertEquals("prod/copy", new String(again.key(), StandardCharsets.UTF_8));
        assertArrayEquals(bytes(100), again.value());
        assertEquals(List.of("ce_type", DeadLetterDecisions.RETRY_OF), headers(again));
        assertEquals(
                place.toString(),
                new String(
                        again.headers().lastHeader(DeadLetterDecisions.RETRY_OF).value(), StandardCharsets.UTF_8));
        Eventually.eventually(
                SOON, () -> assertEquals(List.of(decision(DeadLetterDecision.Kind.RETRIED)), decisionsAbout(place)));
    }

    @Test
    void a_discarded_record_is_in_no_topic_again() throws Exception {
        SourceRecord place = reject(send("prod/copy", bytes(100)));
        long end = end(TOPIC, place.partition());

        assertEquals(
                List.of(new DeadLetterOutcome(place, Result.DISCARDED, null)),
                decide(DeadLetterDecision.Kind.DISCARDED, place));

        assertEquals(end, end(TOPIC, place.partition()));
        Eventually.eventually(
                SOON, () -> assertEquals(List.of(decision(DeadLetterDecision.Kind.DISCARDED)), decisionsAbout(place)));
    }

    @Test
    void what_did_not_fit_into_a_letter_is_taken_from_its_topic() throws Exception {
        SourceRecord place = reject(send("prod/copy", bytes(800 * 1024)));

        DeadLetterOutcome outcome =
                decide(DeadLetterDecision.Kind.RETRIED, place).getFirst();

        assertEquals(Result.RETRIED, outcome.result());
        assertArrayEquals(bytes(800 * 1024), at(outcome.retriedAs()).value());
    }

    @Test
    void a_part_of_a_record_is_not_retried() throws Exception {
        SourceRecord nowhere = new SourceRecord(TOPIC, PARTITION, 1_000_000);
        reject(new ConsumerRecord<>(TOPIC, PARTITION, nowhere.offset(), null, bytes(800 * 1024)));

        assertEquals(
                List.of(new DeadLetterOutcome(nowhere, Result.INCOMPLETE, null)),
                decide(DeadLetterDecision.Kind.RETRIED, nowhere));
        assertEquals(List.of(), decisionsAbout(nowhere));
    }

    @Test
    void a_record_that_nobody_rejected_is_not_written_again() throws Exception {
        ConsumerRecord<byte[], byte[]> accepted = send("prod/copy", bytes(10));
        SourceRecord place = new SourceRecord(TOPIC, accepted.partition(), accepted.offset());

        assertEquals(
                List.of(new DeadLetterOutcome(place, Result.UNKNOWN, null)),
                decide(DeadLetterDecision.Kind.RETRIED, place));
    }

    /** Whoever may write to one dead-letter topic has nothing written to another one's topic. */
    @Test
    void a_letter_that_names_another_topic_is_none_of_it() throws Exception {
        SourceRecord claimed = new SourceRecord(Topics.WORKFLOW_DEFINITIONS, 0, 3);
        ProducerRecord<byte[], byte[]> forged = new ProducerRecord<>(Topics.deadLetters(TOPIC), bytes(10));
        DeadLetters.of(new ConsumerRecord<>(claimed.topic(), 0, 3, null, bytes(10)), reason())
                .headers()
                .forEach(forged.headers()::add);
        producer.send(forged).get();

        assertEquals(
                Result.UNKNOWN,
                topics.decide(claimed.topic(), List.of(claimed), decision(DeadLetterDecision.Kind.RETRIED))
                        .getFirst()
                        .result());
    }

    private List<DeadLetterOutcome> decide(DeadLetterDecision.Kind kind, SourceRecord place) {
        return topics.decide(TOPIC, List.of(place), decision(kind));
    }

    private static DeadLetterDecision decision(DeadLetterDecision.Kind kind) {
        return new DeadLetterDecision(kind, "ada", Instant.parse("2026-01-02T03:04:05Z"));
    }

    private ConsumerRecord<byte[], byte[]> send(String key, byte[] value) throws Exception {
        ProducerRecord<byte[], byte[]> record =
                new ProducerRecord<>(TOPIC, key.getBytes(StandardCharsets.UTF_8), value);
        record.headers().add("ce_type", bytes(3));
        RecordMetadata written = producer.send(record).get();
        return at(new SourceRecord(written.topic(), written.partition(), written.offset()));
    }

    private SourceRecord reject(ConsumerRecord<byte[], byte[]> record) throws Exception {
        producer.send(DeadLetters.of(record, reason())).get();
        return new SourceRecord(record.topic(), record.partition(), record.offset());
    }

    private List<DeadLetterDecision> decisionsAbout(SourceRecord place) {
        List<DeadLetterDecision> decisions = new ArrayList<>();
        for (int partition = 0; partition < 2; partition++) {
            read(new SourceRecord(Topics.deadLetters(TOPIC), partition, 0)).stream()
                    .filter(record -> DeadLetters.place(record).equals(Optional.of(place)))
                    .map(DeadLetterDecisions::of)
                    .flatMap(Optional::stream)
                    .forEach(decisions::add);
        }
        return decisions;
    }

    private ConsumerRecord<byte[], byte[]> at(SourceRecord place) {
        // What is committed is seen a moment later.
        return Eventually.eventually(SOON, () -> read(place), records -> !records.isEmpty())
                .getFirst();
    }

    /** All from there on. */
    private List<ConsumerRecord<byte[], byte[]>> read(SourceRecord from) {
        List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
        try (BytesConsumer consumer = consumer()) {
            TopicPartition partition = new TopicPartition(from.topic(), from.partition());
            consumer.assign(List.of(partition));
            consumer.seek(partition, from.offset());
            long end = consumer.endOffsets(List.of(partition)).get(partition);
            while (consumer.position(partition) < end) {
                consumer.poll(Duration.ofSeconds(1)).forEach(records::add);
            }
        }
        return records;
    }

    private long end(String topic, int number) {
        try (BytesConsumer consumer = consumer()) {
            TopicPartition partition = new TopicPartition(topic, number);
            return consumer.endOffsets(List.of(partition)).get(partition);
        }
    }

    private BytesConsumer consumer() {
        Map<String, Object> config = kafka.consumer("reader", "reader");
        config.remove("group.id");
        config.remove("group.instance.id");
        return new BytesConsumer(config);
    }

    private static List<String> headers(ConsumerRecord<byte[], byte[]> record) {
        return StreamSupport.stream(record.headers().spliterator(), false)
                .map(Header::key)
                .toList();
    }

    private static Exception reason() {
        return new IllegalArgumentException("no such task");
    }

    /** What compression does not make smaller matters to nobody here. */
    private static byte[] bytes(int length) {
        byte[] bytes = new byte[length];
        Arrays.fill(bytes, (byte) 'x');
        return bytes;
    }
}
