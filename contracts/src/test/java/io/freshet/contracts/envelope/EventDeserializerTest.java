package io.freshet.contracts.envelope;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.freshet.contracts.data.PartitionVersion;
import io.freshet.contracts.data.Sha256;
import io.freshet.contracts.event.Batch;
import io.freshet.contracts.event.Cause;
import io.freshet.contracts.event.Event;
import io.freshet.contracts.event.FileChanges;
import io.freshet.contracts.event.PartitionChange;
import io.freshet.contracts.id.DatasetRef;
import io.freshet.contracts.partition.PartitionKey;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.Test;

class EventDeserializerTest {
    private static final Instant NOW = Instant.parse("2026-03-01T00:00:00Z");
    private static final FileChanges CHANGES = new FileChanges(
            new DatasetRef("prod", "raw"),
            "data/raw",
            "**",
            new Cause("c1", Cause.Kind.FILES_CHANGED, NOW, "somebody wrote"),
            Batch.single("c1"),
            List.of(new PartitionChange(PartitionKey.NONE, null, new PartitionVersion(Sha256.of("x"), 1, 1))),
            null,
            NOW);

    private final Headers headers = new RecordHeaders();
    private final String json =
            new String(new EventSerializer("test").serialize("topic", headers, CHANGES), StandardCharsets.UTF_8);

    @Test
    void reads_what_was_written() {
        assertEquals(CHANGES, read(json));
    }

    @Test
    void refuses_an_event_without_a_field_that_every_one_has() {
        assertMissing("dataset", json.replace("\"dataset\":\"prod/raw\",", ""));
        assertMissing("batch.id", json.replace("\"batch\":{\"id\":\"c1\",", "\"batch\":{"));
        assertMissing("after.fingerprint", json.replace("\"fingerprint\":\"%s\",".formatted(Sha256.of("x")), ""));
    }

    @Test
    void refuses_a_null_where_nobody_expects_one() {
        assertMissing("cause", json.replaceFirst("\"cause\":\\{[^}]*}", "\"cause\":null"));
        assertMissing("changes", json.replaceFirst("\"changes\":\\[.*?],", "\"changes\":[null],"));
        assertMissing("changes[0].after.fingerprint", json.replace("\"%s\"".formatted(Sha256.of("x")), "null"));
    }

    @Test
    void bears_fields_that_it_does_not_know() {
        assertEquals(CHANGES, read(json.replaceFirst("\\{", "{\"later\":1,")));
    }

    @Test
    void whatever_bytes_a_record_has_it_is_an_event_or_unreadable_and_no_fault() {
        byte[] whole = json.getBytes(StandardCharsets.UTF_8);
        Random random = new Random(19);
        int unreadable = 0;
        for (int story = 0; story < 20_000; story++) {
            byte[] spoiled =
                    Arrays.copyOf(whole, random.nextInt(20) == 0 ? random.nextInt(whole.length) : whole.length);
            for (int i = random.nextInt(4); i >= 0 && spoiled.length > 0; i--) {
                spoiled[random.nextInt(spoiled.length)] = (byte) random.nextInt(256);
            }
            try {
                var _ = new EventDeserializer<>(Event.class).deserialize("topic", headers, spoiled);
            } catch (UnreadableEventException e) {
                unreadable++;
            }
        }
        assertTrue(unreadable > 10_000, "%d were unreadable".formatted(unreadable));
    }

    @Test
    void nesting_that_would_overflow_the_stack_is_unreadable() {
        String deep = "[".repeat(100_000);
        assertThrows(UnreadableEventException.class, () -> read(deep));
        assertThrows(UnreadableEventException.class, () -> read(json.replaceFirst("\\{", "{\"later\":" + deep)));
    }

    private void assertMissing(String field, String data) {
        UnreadableEventException refused = assertThrows(UnreadableEventException.class, () -> read(data));
        assertTrue(refused.getMessage().contains(field), refused::getMessage);
    }

    private Event read(String data) {
        return new EventDeserializer<>(Event.class)
                .deserialize("topic", headers, data.getBytes(StandardCharsets.UTF_8));
    }
}
