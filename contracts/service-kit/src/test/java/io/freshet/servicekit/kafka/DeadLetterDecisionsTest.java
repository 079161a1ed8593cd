package io.freshet.servicekit.kafka;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.freshet.contracts.api.DeadLetterDecision;
import io.freshet.contracts.event.SourceRecord;
import io.freshet.contracts.topic.Topics;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.record.TimestampType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class DeadLetterDecisionsTest {
    private static final Instant AT = Instant.parse("2026-01-05T06:00:00.123Z");
    private static final SourceRecord PLACE = new SourceRecord(Topics.RUN_REQUESTS, 3, 17);

    @ParameterizedTest
    @EnumSource
    void what_was_decided_is_read_as_it_was_written(DeadLetterDecision.Kind kind) {
        DeadLetterDecision decision = new DeadLetterDecision(kind, "ada", AT);

        ConsumerRecord<byte[], byte[]> read = read(DeadLetterDecisions.record(PLACE, bytes("prod/copy"), decision));

        assertEquals(Optional.of(decision), DeadLetterDecisions.of(read));
        assertEquals(Optional.of(PLACE), DeadLetters.place(read));
        assertEquals("prod/copy", new String(read.key(), StandardCharsets.UTF_8));
        assertNull(read.value());
    }

    /** Whoever decides is named by a header of the request, which may be long. */
    @Test
    void a_long_name_of_who_decided_does_not_make_it_a_letter() {
        String by = "\u1234".repeat(8_000);
        DeadLetterDecision decision = new DeadLetterDecision(DeadLetterDecision.Kind.DISCARDED, by, AT);

        Optional<DeadLetterDecision> read =
                DeadLetterDecisions.of(read(DeadLetterDecisions.record(PLACE, null, decision)));

        assertEquals(200, read.orElseThrow().by().length());
    }

    @Test
    void a_letter_is_no_decision() {
        ConsumerRecord<byte[], byte[]> tombstone =
                new ConsumerRecord<>(PLACE.topic(), PLACE.partition(), PLACE.offset(), bytes("key"), null);

        ConsumerRecord<byte[], byte[]> letter =
                read(DeadLetters.of(tombstone, new IllegalArgumentException("no such task")));

        assertEquals(Optional.empty(), DeadLetterDecisions.of(letter));
        assertEquals(Optional.of(PLACE), DeadLetters.place(letter));
    }

    @Test
    void a_record_that_was_retried_before_says_where_it_was_last() {
        ConsumerRecord<byte[], byte[]> rejected =
                new ConsumerRecord<>(PLACE.topic(), PLACE.partition(), PLACE.offset(), bytes("key"), bytes("value"));
        rejected.headers().add("ce_type", bytes("type"));
        rejected.headers().add(DeadLetterDecisions.RETRY_OF, bytes("earlier"));
        ConsumerRecord<byte[], byte[]> letter =
                read(DeadLetters.of(rejected, new IllegalArgumentException("no such task")));

        ProducerRecord<byte[], byte[]> again = DeadLetterDecisions.retry(PLACE, letter);

        assertEquals(PLACE.topic(), again.topic());
        assertArrayEquals(bytes("value"), again.value());
        assertEquals(2, again.headers().toArray().length);
        assertEquals(
                PLACE.toString(),
                new String(
                        again.headers().lastHeader(DeadLetterDecisions.RETRY_OF).value(), StandardCharsets.UTF_8));
    }

    private static ConsumerRecord<byte[], byte[]> read(ProducerRecord<byte[], byte[]> written) {
        long at = written.timestamp() == null ? AT.toEpochMilli() : written.timestamp();
        return new ConsumerRecord<>(
                written.topic(),
                0,
                0,
                at,
                TimestampType.CREATE_TIME,
                written.key() == null ? -1 : written.key().length,
                written.value() == null ? -1 : written.value().length,
                written.key(),
                written.value(),
                written.headers(),
                Optional.empty());
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
