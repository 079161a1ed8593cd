package io.freshet.scheduler.kafka;

import io.freshet.contracts.envelope.UpstreamEventDeserializer;
import io.freshet.contracts.topic.Topics;
import io.freshet.contracts.upstream.Checked;
import io.freshet.contracts.upstream.UpstreamEvent;
import io.freshet.scheduler.trigger.EventLog;
import io.freshet.servicekit.failure.UnavailableException;
import io.freshet.servicekit.kafka.BytesConsumer;
import io.freshet.servicekit.kafka.KafkaSettings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/** Upstream events from Kafka: CloudEvents in binary or structured mode. A member of the group that triggers have in common. */
public final class UpstreamLog implements EventLog {
    private static final String GROUP = "freshet-triggers";
    private static final Duration POLL = Duration.ofSeconds(1);
    /** The bound on the events of one transaction. */
    private static final int MOST_EVENTS = 500;

    private final KafkaSettings kafka;
    private final String client;
    private final Map<TopicPartition, Long> begin = new HashMap<>();
    private @Nullable BytesConsumer open;

    /**
     * @param instance unique among the schedulers of an installation
     */
    public UpstreamLog(KafkaSettings kafka, String instance) {
        this.kafka = kafka;
        this.client = "freshet-scheduler-" + instance + "-triggers";
    }

    @Override
    public List<UpstreamEvent> poll() {
        try {
            begin.clear();
            List<UpstreamEvent> events = new ArrayList<>();
            for (ConsumerRecord<byte[], byte[]> record : consumer().poll(POLL)) {
                begin.putIfAbsent(new TopicPartition(record.topic(), record.partition()), record.offset());
                if (UpstreamEventDeserializer.read(record.headers(), record.value())
                                instanceof Checked.Valid<UpstreamEvent>(UpstreamEvent event)
                        && !event.isReplayed()) {
                    events.add(event);
                }
            }
            return events;
        } catch (KafkaException e) {
            throw failed(e);
        }
    }

    @Override
    public void done() {
        try {
            if (!begin.isEmpty()) {
                consumer().commitSync();
            }
        } catch (KafkaException e) {
            throw failed(e);
        }
    }

    @Override
    public void again() {
        // One that was taken away meanwhile is somebody else's, from where it was confirmed.
        BytesConsumer consumer = consumer();
        begin.forEach((partition, offset) -> {
            if (consumer.assignment().contains(partition)) {
                consumer.seek(partition, offset);
            }
        });
    }

    /** Begins anew, from what was confirmed. */
    private UnavailableException failed(KafkaException failure) {
        // In a thread that is interrupted Kafka's client does not close, and complains.
        boolean interrupted = Thread.interrupted();
        close();
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        return new UnavailableException("upstream events cannot be read: " + failure, failure);
    }

    private BytesConsumer consumer() {
        BytesConsumer consumer = open;
        if (consumer == null) {
            Map<String, Object> config = kafka.consumer(client, GROUP);
            config.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, MOST_EVENTS);
            consumer = new BytesConsumer(config);
            consumer.subscribe(List.of(Topics.UPSTREAM_EVENTS));
            open = consumer;
        }
        return consumer;
    }

    @Override
    public void close() {
        BytesConsumer consumer = open;
        open = null;
        if (consumer != null) {
            consumer.close();
        }
    }
}
