package io.freshet.servicekit.kafka;

import io.freshet.contracts.event.SourceRecord;
import io.freshet.contracts.text.ShortText;
import io.freshet.contracts.topic.Topics;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;

/**
 * Makes the dead letter of a rejected record: key, value and headers as they came, and why it was rejected in the six headers that
 * Kafka Streams uses for the same.
 *
 * <p>A letter always fits: it has less than 1 MiB before compression, which every topic with Kafka's own defaults accepts. Of a record
 * that is larger the letter is a reference: what did not fit is left out or cut, and a header says how many bytes it had; topic,
 * partition and offset say where to find it.
 */
public final class DeadLetters {
    /** What the headers begin with that say where a record was and why it was rejected. */
    public static final String PREFIX = "__streams.errors.";
    /** The number of bytes of a value that was left out. */
    public static final String VALUE_OMITTED = "freshet.value-omitted";
    /** The number of bytes of a key that was cut. */
    public static final String KEY_CUT = "freshet.key-cut";
    /** The number of bytes of the record's own headers, where they were left out. */
    public static final String HEADERS_OMITTED = "freshet.headers-omitted";

    /** The largest letter: {@code message.max.bytes} of a broker with Kafka's own defaults, less what its batch needs. */
    static final int MAX_BYTES = 1_000_000;

    private static final int MAX_VALUE_BYTES = 768 * 1024;
    private static final int MAX_KEY_BYTES = 16 * 1024;
    private static final int MAX_HEADERS_BYTES = 64 * 1024;
    private static final int MAX_REASON_CHARACTERS = 2_000;

    private DeadLetters() {}

    /** The whole record, as far as it fits. */
    public static ProducerRecord<byte[], byte[]> of(ConsumerRecord<byte[], byte[]> rejected, Throwable reason) {
        byte[] value = rejected.value();
        return letter(rejected, reason, value != null && value.length > MAX_VALUE_BYTES ? null : value);
    }

    /** A reference only, for a topic that accepts not even what fits elsewhere. */
    static ProducerRecord<byte[], byte[]> referenceTo(ConsumerRecord<byte[], byte[]> rejected, Throwable reason) {
        return letter(rejected, reason, null);
    }

    private static ProducerRecord<byte[], byte[]> letter(
            ConsumerRecord<byte[], byte[]> rejected, Throwable reason, byte @Nullable [] value) {
        byte[] key = rejected.key();
        boolean keyFits = key == null || key.length <= MAX_KEY_BYTES;
        ProducerRecord<byte[], byte[]> letter = new ProducerRecord<>(
                Topics.deadLetters(rejected.topic()), keyFits ? key : Arrays.copyOf(key, MAX_KEY_BYTES), value);
        Headers headers = letter.headers();
        copyHeaders(rejected.headers(), headers);
        if (!keyFits) {
            add(headers, KEY_CUT, Integer.toString(key.length));
        }
        if (rejected.value() != null && value == null) {
            add(headers, VALUE_OMITTED, Integer.toString(rejected.value().length));
        }
        add(headers, PREFIX + "exception", ShortText.of(reason.getClass().getName(), MAX_REASON_CHARACTERS));
        add(headers, PREFIX + "message", ShortText.of(String.valueOf(reason.getMessage()), MAX_REASON_CHARACTERS));
        add(headers, PREFIX + "stacktrace", ShortText.of(reason.toString(), MAX_REASON_CHARACTERS));
        addPlace(headers, new SourceRecord(rejected.topic(), rejected.partition(), rejected.offset()));
        return letter;
    }

    /** Says where the record was that a record of a dead-letter topic is about. */
    static void addPlace(Headers headers, SourceRecord place) {
        add(headers, PREFIX + "topic", place.topic());
        add(headers, PREFIX + "partition", Integer.toString(place.partition()));
        add(headers, PREFIX + "offset", Long.toString(place.offset()));
    }

    /** Where the record was that a record of a dead-letter topic is about; empty if it does not say, or not of this topic's. */
    public static Optional<SourceRecord> place(ConsumerRecord<byte[], byte[]> letter) {
        String topic = text(letter, "topic");
        String partition = text(letter, "partition");
        String offset = text(letter, "offset");
        if (topic == null || !Topics.deadLetters(topic).equals(letter.topic()) || partition == null || offset == null) {
            return Optional.empty();
        }
        try {
            return Optional.of(new SourceRecord(topic, Integer.parseInt(partition), Long.parseLong(offset)));
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }

    private static @Nullable String text(ConsumerRecord<byte[], byte[]> letter, String name) {
        Header header = letter.headers().lastHeader(PREFIX + name);
        return header == null || header.value() == null ? null : new String(header.value(), StandardCharsets.UTF_8);
    }

    private static void copyHeaders(Headers from, Headers to) {
        long bytes = 0;
        for (Header header : from) {
            bytes += bytes(header);
        }
        if (bytes <= MAX_HEADERS_BYTES) {
            from.forEach(to::add);
        } else {
            add(to, HEADERS_OMITTED, Long.toString(bytes));
        }
    }

    private static long bytes(Header header) {
        byte[] value = header.value();
        // A header without name and value also costs two lengths.
        return 10L + header.key().length() * 3L + (value == null ? 0 : value.length);
    }

    private static void add(Headers headers, String name, String value) {
        headers.remove(name);
        headers.add(name, value.getBytes(StandardCharsets.UTF_8));
    }
}
