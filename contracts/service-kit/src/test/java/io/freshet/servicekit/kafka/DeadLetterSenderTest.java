package io.freshet.servicekit.kafka;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.NotEnoughReplicasException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.SerializationException;
import org.junit.jupiter.api.Test;

class DeadLetterSenderTest {
    private final List<Optional<Exception>> failures = new ArrayList<>();
    private final List<ProducerRecord<byte[], byte[]>> tried = new ArrayList<>();
    private final DeadLetterSender sender = new DeadLetterSender(new Broker());

    @Test
    void what_a_topic_refuses_is_sent_as_a_reference() throws InterruptedException {
        failures.add(Optional.of(new RecordTooLargeException("too large")));

        sender.send(List.of(rejected("poison")));

        assertEquals(2, tried.size());
        assertEquals("poison", new String(tried.getFirst().value(), StandardCharsets.UTF_8));
        assertNull(tried.getLast().value());
    }

    @Test
    void what_cannot_be_delivered_is_tried_again_as_it_is() throws InterruptedException {
        failures.add(Optional.of(new NotEnoughReplicasException("one is away")));

        sender.send(List.of(rejected("poison")));

        assertEquals(2, tried.size());
        assertEquals("poison", new String(tried.getLast().value(), StandardCharsets.UTF_8));
    }

    @Test
    void a_letter_that_can_never_be_sent_is_given_up_and_the_others_go() throws InterruptedException {
        failures.add(Optional.of(new SerializationException("never")));
        failures.add(Optional.empty());
        failures.add(Optional.of(new KafkaException("never")));
        failures.add(Optional.of(new RecordTooLargeException("never")));

        sender.send(List.of(rejected("first"), rejected("second")));

        assertEquals(4, tried.size(), "the first is tried three times, the second once");
    }

    private static RejectedRecord rejected(String value) {
        return new RejectedRecord(
                new ConsumerRecord<>("source", 0, 1, new byte[0], value.getBytes(StandardCharsets.UTF_8)),
                new IllegalStateException("poison"));
    }

    private final class Broker extends MockProducer<byte[], byte[]> {
        @Override
        public synchronized Future<RecordMetadata> send(ProducerRecord<byte[], byte[]> record) {
            tried.add(record);
            Exception failure =
                    failures.isEmpty() ? null : failures.removeFirst().orElse(null);
            if (failure instanceof SerializationException thrown) {
                throw thrown;
            }
            return failure == null
                    ? CompletableFuture.completedFuture(
                            new RecordMetadata(new TopicPartition(record.topic(), 0), 0, 0, 0, 0, 0))
                    : CompletableFuture.failedFuture(failure);
        }
    }
}
