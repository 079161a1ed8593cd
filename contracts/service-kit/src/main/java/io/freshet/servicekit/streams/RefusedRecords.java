package io.freshet.servicekit.streams;

import io.freshet.contracts.event.Event;
import io.freshet.contracts.event.EventTypes;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.jspecify.annotations.Nullable;

/**
 * Events that the broker refused for good, as one that is larger than its topic takes. Their transaction is rolled back and what led to
 * them is decided about again; whoever emits such an event the second time is to fail the decision that makes it, instead of sending it.
 * Known by type and subject, of which the last 1,000 are kept. Thread-safe.
 */
public final class RefusedRecords {
    private static final int MOST = 1_000;
    private static final String TYPE = "ce_type";
    private static final String SUBJECT = "ce_subject";

    private final Map<Key, String> reasons = new LinkedHashMap<>();

    private record Key(String type, String subject) {}

    /**
     * Remembers an event that was refused.
     *
     * @return false if the record is no event
     */
    synchronized boolean add(ProducerRecord<byte[], byte[]> record, Exception reason) {
        String type = text(record, TYPE);
        String subject = text(record, SUBJECT);
        if (type == null || subject == null) {
            return false;
        }
        if (reasons.size() == MOST) {
            reasons.remove(reasons.keySet().iterator().next());
        }
        reasons.put(
                new Key(type, subject),
                "Kafka refuses it for topic '%s': %s".formatted(record.topic(), reason.getMessage()));
        return true;
    }

    /** Why this event was refused; empty if it was not. It is forgotten, so that it is tried again another time. */
    public synchronized Optional<String> take(Event event) {
        return reasons.isEmpty()
                ? Optional.empty()
                : Optional.ofNullable(reasons.remove(new Key(EventTypes.typeOf(event), event.subject())));
    }

    private static @Nullable String text(ProducerRecord<byte[], byte[]> record, String name) {
        Header header = record.headers().lastHeader(name);
        return header == null || header.value() == null ? null : new String(header.value(), StandardCharsets.UTF_8);
    }
}
