package io.freshet.contracts.kafka;

import io.freshet.contracts.topic.Topics;
import java.nio.charset.StandardCharsets;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Headers;

/**
 * Makes the dead letter of a record that cannot be read: key, value and headers as they came, and why it was rejected in the six
 * headers that Kafka Streams uses for the same.
 */
public final class DeadLetters {
    private static final String PREFIX = "__streams.errors.";

    private DeadLetters() {}

    public static ProducerRecord<byte[], byte[]> of(ConsumerRecord<byte[], byte[]> rejected, Throwable reason) {
        ProducerRecord<byte[], byte[]> letter = new ProducerRecord<>(
                Topics.deadLetters(rejected.topic()), null, rejected.key(), rejected.value(), rejected.headers());
        Headers headers = letter.headers();
        add(headers, "exception", reason.getClass().getName());
        add(headers, "message", String.valueOf(reason.getMessage()));
        add(headers, "stacktrace", reason.toString());
        add(headers, "topic", rejected.topic());
        add(headers, "partition", Integer.toString(rejected.partition()));
        add(headers, "offset", Long.toString(rejected.offset()));
        return letter;
    }

    private static void add(Headers headers, String name, String value) {
        headers.remove(PREFIX + name);
        headers.add(PREFIX + name, value.getBytes(StandardCharsets.UTF_8));
    }
}
