package io.freshet.servicekit.kafka;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.Random;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.compress.Compression;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.apache.kafka.common.record.internal.AbstractRecords;
import org.apache.kafka.common.record.internal.RecordBatch;
import org.junit.jupiter.api.Test;

class DeadLettersTest {
    private static final int MIB = 1 << 20;
    private static final int BROKER_DEFAULT_BYTES = 1_048_588;

    @Test
    void a_letter_of_a_record_of_any_size_fits_a_topic_with_default_limits() {
        Random random = new Random(17);
        int[] sizes = {0, 1, 1_000, 16 * 1024, 768 * 1024, 768 * 1024 + 1, MIB, 16 * MIB, 40 * MIB};
        for (int round = 0; round < 300; round++) {
            byte[] key = random.nextInt(4) == 0 ? null : new byte[around(random, sizes, round < 20 ? 8 : 6)];
            byte[] value = random.nextInt(8) == 0 ? null : new byte[around(random, sizes, round < 20 ? 9 : 7)];
            RecordHeaders headers = new RecordHeaders();
            for (int i = random.nextInt(5); i > 0; i--) {
                headers.add("h".repeat(1 + random.nextInt(200)), new byte[around(random, sizes, 5)]);
            }
            Throwable reason = new IllegalStateException("\u6f22".repeat(random.nextInt(2) * random.nextInt(100_000)));

            ProducerRecord<byte[], byte[]> letter = DeadLetters.of(record(key, value, headers), reason);

            assertTrue(bytes(letter) < DeadLetters.MAX_BYTES, () -> "letter of " + bytes(letter) + " bytes");
            assertTrue(bytes(letter) < BROKER_DEFAULT_BYTES);
            assertEquals("42", text(letter.headers(), "__streams.errors.offset"));
            assertIsWholeOrSaysWhatIsMissing(value, letter);
        }
    }

    @Test
    void what_fits_comes_as_it_was() {
        RecordHeaders headers = new RecordHeaders();
        headers.add("ce_type", "odd.v1".getBytes(StandardCharsets.UTF_8));

        ProducerRecord<byte[], byte[]> letter =
                DeadLetters.of(record(new byte[] {1}, new byte[768 * 1024], headers), new IllegalStateException("odd"));

        assertArrayEquals(new byte[] {1}, letter.key());
        assertEquals(768 * 1024, letter.value().length);
        assertEquals("odd.v1", text(letter.headers(), "ce_type"));
        assertEquals("odd", text(letter.headers(), "__streams.errors.message"));
        assertNull(letter.headers().lastHeader(DeadLetters.VALUE_OMITTED));
    }

    @Test
    void a_reference_says_where_the_record_is() {
        ProducerRecord<byte[], byte[]> letter = DeadLetters.referenceTo(
                record(new byte[] {1}, new byte[10], new RecordHeaders()), new IllegalStateException("odd"));

        assertNull(letter.value());
        assertEquals("10", text(letter.headers(), DeadLetters.VALUE_OMITTED));
        assertEquals("source", text(letter.headers(), "__streams.errors.topic"));
        assertEquals("7", text(letter.headers(), "__streams.errors.partition"));
    }

    private static void assertIsWholeOrSaysWhatIsMissing(byte[] value, ProducerRecord<byte[], byte[]> letter) {
        if (letter.value() == null && value != null) {
            assertEquals(Integer.toString(value.length), text(letter.headers(), DeadLetters.VALUE_OMITTED));
            assertTrue(value.length > 768 * 1024, "what fits is kept");
        } else {
            assertArrayEquals(value, letter.value());
        }
    }

    private static int around(Random random, int[] sizes, int below) {
        int size = sizes[random.nextInt(below)];
        return Math.max(0, size - random.nextInt(2) * random.nextInt(100));
    }

    private static ConsumerRecord<byte[], byte[]> record(byte[] key, byte[] value, Headers headers) {
        return new ConsumerRecord<>(
                "source", 7, 42, 0, TimestampType.CREATE_TIME, 0, 0, key, value, headers, Optional.empty());
    }

    private static int bytes(ProducerRecord<byte[], byte[]> letter) {
        return AbstractRecords.estimateSizeInBytesUpperBound(
                RecordBatch.CURRENT_MAGIC_VALUE,
                Compression.NONE.type(),
                letter.key(),
                letter.value(),
                letter.headers().toArray());
    }

    private static String text(Headers headers, String name) {
        Header header = headers.lastHeader(name);
        return header == null ? "absent" : new String(header.value(), StandardCharsets.UTF_8);
    }
}
