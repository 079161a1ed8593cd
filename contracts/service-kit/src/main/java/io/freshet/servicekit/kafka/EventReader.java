package io.freshet.servicekit.kafka;

import io.freshet.contracts.envelope.UnreadableEventException;
import io.freshet.contracts.event.Event;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.serialization.Deserializer;

/**
 * Makes events of records. Only what the deserializer itself refuses as unreadable is bad data; any other exception is a fault of this
 * program, which must not cost anybody a record.
 */
record EventReader(Deserializer<Event> deserializer) {
    /** What was read, in the order of the records, and what will never be. */
    record Batch(List<EventRecord> events, List<RejectedRecord> rejected) {}

    /**
     * Reads all records.
     *
     * @throws RuntimeException a fault: nothing is known of any of them
     */
    Batch read(Iterable<ConsumerRecord<byte[], byte[]>> records) {
        List<EventRecord> events = new ArrayList<>();
        List<RejectedRecord> rejected = new ArrayList<>();
        for (ConsumerRecord<byte[], byte[]> record : records) {
            try {
                events.add(read(record));
            } catch (UnreadableEventException e) {
                rejected.add(new RejectedRecord(record, e));
            }
        }
        return new Batch(events, rejected);
    }

    private EventRecord read(ConsumerRecord<byte[], byte[]> record) {
        Event event = deserializer.deserialize(record.topic(), record.headers(), record.value());
        String key = record.key() == null ? "" : new String(record.key(), StandardCharsets.UTF_8);
        Header header = record.headers().lastHeader("ce_id");
        byte[] id = header == null ? null : header.value();
        return new EventRecord(
                record.topic(),
                record.partition(),
                record.offset(),
                key,
                Instant.ofEpochMilli(record.timestamp()),
                id == null ? "" : new String(id, StandardCharsets.UTF_8),
                event);
    }
}
