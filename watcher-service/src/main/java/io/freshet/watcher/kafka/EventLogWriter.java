package io.freshet.watcher.kafka;

import io.freshet.contracts.envelope.UpstreamEventSerializer;
import io.freshet.contracts.topic.Topics;
import io.freshet.contracts.upstream.Checked;
import io.freshet.contracts.upstream.EventData;
import io.freshet.contracts.upstream.ExtractEvent;
import io.freshet.contracts.upstream.UpstreamEvent;
import io.freshet.contracts.upstream.UpstreamLimits;
import io.freshet.servicekit.kafka.KafkaSettings;
import io.freshet.watcher.intake.EventLog;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.serialization.StringSerializer;

/**
 * Appends events to the topic. What announces an extract has the dataset as its key, anything else its {@code partitionkey} or source, so
 * that events which concern one thing stay in their order. What is on its way has a bound; beyond it, and where the broker
 * has not answered for ten seconds, the caller is to come again. Thread-safe.
 */
public final class EventLogWriter implements EventLog, AutoCloseable {
    /** The bound on the bytes of events that the broker has not acknowledged. */
    static final int MOST_BYTES = 32 * 1024 * 1024;

    /** For how long the broker may be silent, in milliseconds. */
    private static final int PATIENCE_MILLIS = 10_000;

    private static final int BLOCK_MILLIS = 2_000;
    private static final int BATCH_BYTES = 128 * 1024;
    /** An event's headers, and what a record and its place in memory need beside what it says. */
    private static final int OVERHEAD_BYTES = 512;

    private static final Duration CLOSE_WITHIN = Duration.ofSeconds(10);

    private final Producer<String, UpstreamEvent> producer;
    private final Semaphore room = new Semaphore(MOST_BYTES);

    /**
     * @param instance unique among the watchers of an installation
     */
    public EventLogWriter(KafkaSettings kafka, String instance) {
        this(new KafkaProducer<>(settings(kafka, instance), new StringSerializer(), new UpstreamEventSerializer()));
    }

    EventLogWriter(Producer<String, UpstreamEvent> producer) {
        this.producer = producer;
    }

    private static Map<String, Object> settings(KafkaSettings kafka, String instance) {
        Map<String, Object> config = kafka.producer("freshet-watcher-" + instance + "-events");
        config.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, PATIENCE_MILLIS);
        config.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, PATIENCE_MILLIS / 2);
        config.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, BLOCK_MILLIS);
        config.put(ProducerConfig.BATCH_SIZE_CONFIG, BATCH_BYTES);
        config.put(ProducerConfig.BUFFER_MEMORY_CONFIG, 2L * MOST_BYTES);
        return config;
    }

    @Override
    public CompletableFuture<Void> append(List<UpstreamEvent> events) throws BusyException {
        int bytes = events.stream().mapToInt(EventLogWriter::bytes).sum();
        if (!room.tryAcquire(bytes)) {
            throw new BusyException("%,d bytes of events wait for Kafka already".formatted(MOST_BYTES));
        }
        List<CompletableFuture<Void>> sent = events.stream().map(this::send).toList();
        return CompletableFuture.allOf(sent.toArray(CompletableFuture[]::new))
                .whenComplete((done, failure) -> room.release(bytes));
    }

    private CompletableFuture<Void> send(UpstreamEvent event) {
        CompletableFuture<Void> sent = new CompletableFuture<>();
        try {
            var _ = producer.send(
                    new ProducerRecord<>(Topics.UPSTREAM_EVENTS, key(event), event), (metadata, failure) -> {
                        if (failure == null) {
                            sent.complete(null);
                        } else {
                            sent.completeExceptionally(translated(failure));
                        }
                    });
        } catch (KafkaException e) {
            sent.completeExceptionally(translated(e));
        }
        return sent;
    }

    private static Exception translated(Exception failure) {
        return failure instanceof RetriableException
                ? new BusyException("Kafka does not answer: " + failure.getMessage())
                : failure;
    }

    private static String key(UpstreamEvent event) {
        if (ExtractEvent.of(event).orElse(null) instanceof Checked.Valid<ExtractEvent>(ExtractEvent extract)) {
            return extract.dataset().toString();
        }
        return event.extensions().getOrDefault("partitionkey", event.source());
    }

    /** More than the record will have, and less than the room for all. */
    private static int bytes(UpstreamEvent event) {
        EventData data = event.data();
        int attributes =
                event.attributes().values().stream().mapToInt(String::length).sum();
        return Math.min(UpstreamLimits.MAX_EVENT_BYTES, OVERHEAD_BYTES + attributes + (data == null ? 0 : data.size()));
    }

    /** Waits for what was sent, at most ten seconds. */
    @Override
    public void close() {
        producer.close(CLOSE_WITHIN);
    }
}
