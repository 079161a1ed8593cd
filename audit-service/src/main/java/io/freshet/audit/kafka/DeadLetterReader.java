package io.freshet.audit.kafka;

import io.freshet.audit.history.DeadLetter;
import io.freshet.audit.history.LetterDecision;
import io.freshet.audit.history.LetterRow;
import io.freshet.audit.history.LogPartition;
import io.freshet.contracts.api.DeadLetterDecision;
import io.freshet.servicekit.kafka.DeadLetterDecisions;
import io.freshet.servicekit.kafka.DeadLetters;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Optional;
import java.util.regex.Pattern;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;

/**
 * Reads a record of a dead-letter topic: the bytes as they came, and in six headers where they came from and why they were rejected; or what was
 * decided about such a letter.
 */
final class DeadLetterReader {
    private static final String UNKNOWN = "unknown";
    private static final Pattern TOPIC = Pattern.compile("[a-zA-Z0-9._-]{1,249}");

    private DeadLetterReader() {}

    static LetterRow row(ConsumerRecord<byte[], byte[]> record) {
        Optional<DeadLetterDecision> decision = DeadLetterDecisions.of(record);
        return decision.isPresent()
                ? new LetterDecision(source(record), number(record, "offset", record.offset()), decision.get())
                : read(record);
    }

    static DeadLetter read(ConsumerRecord<byte[], byte[]> letter) {
        byte[] value = letter.value() == null ? new byte[0] : letter.value();
        String message = header(letter, "message", "");
        return new DeadLetter(
                source(letter),
                number(letter, "offset", letter.offset()),
                text(letter.key()),
                message.isEmpty() ? header(letter, "exception", UNKNOWN) : message,
                header(letter, "rejected-by", UNKNOWN),
                text(value),
                bytes(letter, value),
                Instant.ofEpochMilli(letter.timestamp()));
    }

    /** What is no name of a topic is not where a record was: then the letter itself is the record. */
    private static LogPartition source(ConsumerRecord<byte[], byte[]> letter) {
        String topic = header(letter, "topic", letter.topic());
        return new LogPartition(TOPIC.matcher(topic).matches() ? topic : letter.topic(), (int)
                number(letter, "partition", letter.partition()));
    }

    /** Of what was too large for a letter its headers say how large it was. */
    private static long bytes(ConsumerRecord<byte[], byte[]> letter, byte[] value) {
        Header omitted = letter.headers().lastHeader(DeadLetters.VALUE_OMITTED);
        return omitted == null ? value.length : parsed(text(omitted.value()), value.length);
    }

    private static long number(ConsumerRecord<byte[], byte[]> letter, String name, long otherwise) {
        return parsed(header(letter, name, Long.toString(otherwise)), otherwise);
    }

    private static long parsed(String number, long otherwise) {
        try {
            return Long.parseLong(number);
        } catch (NumberFormatException e) {
            return otherwise;
        }
    }

    private static String header(ConsumerRecord<byte[], byte[]> letter, String name, String otherwise) {
        Header header = letter.headers().lastHeader(DeadLetters.PREFIX + name);
        return header == null ? otherwise : text(header.value());
    }

    /** The beginning; four bytes make a character, or two. */
    private static String text(byte[] bytes) {
        return bytes == null
                ? ""
                : new String(bytes, 0, Math.min(bytes.length, 4 * DeadLetter.SHOWN_CHARACTERS), StandardCharsets.UTF_8);
    }
}
