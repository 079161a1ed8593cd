package io.freshet.servicekit.kafka;

import io.freshet.contracts.envelope.EventSerializer;
import io.freshet.contracts.event.Event;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.StringSerializer;
import org.jspecify.annotations.Nullable;

/** Sends events outside of a topology. Thread-safe. */
public final class EventPublisher implements AutoCloseable {
    private final KafkaProducer<String, Event> producer;

    /**
     * @param role which service writes, see {@link EventSerializer}
     */
    public EventPublisher(KafkaSettings kafka, String role, String clientId) {
        this.producer =
                new KafkaProducer<>(kafka.producer(clientId), new StringSerializer(), new EventSerializer(role));
    }

    /**
     * Sends an event, or a tombstone for null. The result completes when the broker has it; exceptionally, with Kafka's own
     * exception, if it could not be delivered within two minutes or was refused, see {@link SendRefusal}.
     */
    public CompletableFuture<Void> send(String topic, String key, @Nullable Event event) {
        CompletableFuture<Void> sent = new CompletableFuture<>();
        try {
            var _ = producer.send(new ProducerRecord<>(topic, key, event), (metadata, failure) -> {
                if (failure == null) {
                    sent.complete(null);
                } else {
                    sent.completeExceptionally(failure);
                }
            });
        } catch (KafkaException e) {
            sent.completeExceptionally(e);
        }
        return sent;
    }

    /** Waits for what was sent, at most ten seconds. */
    @Override
    public void close() {
        producer.close(Duration.ofSeconds(10));
    }
}
