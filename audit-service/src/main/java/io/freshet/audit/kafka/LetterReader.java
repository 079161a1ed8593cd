package io.freshet.audit.kafka;

import io.freshet.audit.domain.DeadLetter;
import io.freshet.audit.domain.LogPartition;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;

/** Reads a record of a dead-letter topic: the bytes as they came, and in six headers where they came from and why they were rejected. */
final class LetterReader {
    private static final String PREFIX = "__streams.errors.";
    private static final String UNKNOWN = "unknown";

    private LetterReader() {}

    static DeadLetter read(ConsumerRecord<byte[], byte[]> letter) {
        byte[] value = letter.value() == null ? new byte[0] : letter.value();
        String message = header(letter, "message", "");
        return new DeadLetter(
                source(letter),
                number(letter, "offset", letter.offset()),
                text(letter.key()),
                message.isEmpty() ? header(letter, "exception", UNKNOWN) : message,
                header(letter, "rejected-by", UNKNOWN),
                shown(value),
                value.length,
                Instant.ofEpochMilli(Math.max(0, letter.timestamp())));
    }

    private static LogPartition source(ConsumerRecord<byte[], byte[]> letter) {
        return new LogPartition(
                header(letter, "topic", letter.topic()), (int) number(letter, "partition", letter.partition()));
    }

    private static String shown(byte[] value) {
        return new String(value, 0, Math.min(value.length, DeadLetter.SHOWN_CHARACTERS), StandardCharsets.UTF_8);
    }

    private static long number(ConsumerRecord<byte[], byte[]> letter, String name, long otherwise) {
        try {
            return Long.parseLong(header(letter, name, Long.toString(otherwise)));
        } catch (NumberFormatException e) {
            return otherwise;
        }
    }

    private static String header(ConsumerRecord<byte[], byte[]> letter, String name, String otherwise) {
        Header header = letter.headers().lastHeader(PREFIX + name);
        return header == null ? otherwise : text(header.value());
    }

    private static String text(byte[] bytes) {
        String text = bytes == null ? "" : new String(bytes, StandardCharsets.UTF_8);
        return text.substring(0, Math.min(text.length(), DeadLetter.SHOWN_CHARACTERS));
    }
}
