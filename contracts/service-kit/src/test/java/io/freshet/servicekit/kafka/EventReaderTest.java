package io.freshet.servicekit.kafka;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.freshet.contracts.envelope.EventDeserializer;
import io.freshet.contracts.envelope.UnreadableEventException;
import io.freshet.contracts.event.Event;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;

class EventReaderTest {
    private static final String POOL = """
            {"namespace":"prod","pool":"small","slots":3,"at":"2026-01-01T00:00:00Z"}""";

    @Test
    void rejects_only_the_record_that_is_no_event() {
        EventReader reader = new EventReader(new EventDeserializer<>(Event.class));

        EventReader.Batch batch = reader.read(List.of(record(0, POOL), record(1, "poison"), record(2, POOL)));

        assertEquals(
                List.of(0L, 2L),
                batch.events().stream().map(EventRecord::offset).toList());
        assertEquals(1, batch.rejected().size());
        RejectedRecord rejected = batch.rejected().getFirst();
        assertEquals(1, rejected.record().offset());
        assertEquals(UnreadableEventException.class, rejected.reason().getClass());
    }

    @Test
    void a_fault_of_the_deserializer_costs_no_record() {
        EventReader reader = new EventReader((topic, data) -> {
            throw new IllegalStateException("a mistake of ours");
        });

        assertThrows(IllegalStateException.class, () -> reader.read(List.of(record(0, POOL))));
    }

    private static ConsumerRecord<byte[], byte[]> record(long offset, String value) {
        ConsumerRecord<byte[], byte[]> record = new ConsumerRecord<>(
                "freshet.pool-definitions", 0, offset, new byte[0], value.getBytes(StandardCharsets.UTF_8));
        record.headers().add("ce_type", "io.freshet.pool.defined.v1".getBytes(StandardCharsets.UTF_8));
        return record;
    }
}
