package io.freshet.contracts.envelope;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.freshet.contracts.topic.Topics;
import io.freshet.contracts.upstream.Checked;
import io.freshet.contracts.upstream.EventData;
import io.freshet.contracts.upstream.UpstreamEvent;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UpstreamEnvelopeTest {
    private final UpstreamEventSerializer serializer = new UpstreamEventSerializer();

    @Test
    void what_is_written_is_read_as_the_same_event() {
        Random random = new Random(7);
        for (int i = 0; i < 500; i++) {
            UpstreamEvent event = random(random);
            RecordHeaders headers = new RecordHeaders();
            byte[] value = serializer.serialize(Topics.UPSTREAM_EVENTS, headers, event);

            assertEquals(new Checked.Valid<>(event), UpstreamEventDeserializer.read(headers, value));
        }
    }

    @Test
    void the_bytes_are_those_of_binary_mode() {
        UpstreamEvent event = new UpstreamEvent(
                "1",
                "urn:lab",
                "t",
                "s",
                Instant.parse("2026-01-31T06:00:00Z"),
                "text/plain",
                null,
                new TreeMap<>(Map.of("site", "ä")),
                EventData.of("hi"));
        RecordHeaders headers = new RecordHeaders();

        byte[] value = serializer.serialize(Topics.UPSTREAM_EVENTS, headers, event);

        assertEquals("hi", new String(value, StandardCharsets.UTF_8));
        SortedMap<String, String> written = new TreeMap<>();
        for (Header header : headers) {
            written.put(header.key(), new String(header.value(), StandardCharsets.UTF_8));
        }
        assertEquals(
                Map.of(
                        "ce_specversion",
                        "1.0",
                        "ce_id",
                        "1",
                        "ce_source",
                        "urn:lab",
                        "ce_type",
                        "t",
                        "ce_subject",
                        "s",
                        "ce_time",
                        "2026-01-31T06:00:00Z",
                        "content-type",
                        "text/plain",
                        "ce_site",
                        "ä"),
                written);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "application/cloudevents",
                "application/cloudevents+json",
                "Application/CloudEvents+JSON; charset=utf-8"
            })
    void a_record_may_be_in_structured_mode(String contentType) {
        RecordHeaders headers = new RecordHeaders();
        headers.add("content-type", bytes(contentType));

        Checked<UpstreamEvent> read = UpstreamEventDeserializer.read(headers, bytes("""
                {"specversion": "1.0", "id": "1", "source": "urn:lab", "type": "t"}"""));

        assertEquals("1", ((Checked.Valid<UpstreamEvent>) read).value().id());
    }

    @Test
    void what_is_no_event_is_refused_with_what_would_be_right() {
        RecordHeaders foreign = new RecordHeaders();
        foreign.add("content-type", bytes("application/json"));
        String message = assertThrows(
                        UnreadableEventException.class,
                        () -> new UpstreamEventDeserializer().deserialize("t", foreign, bytes("{}")))
                .getMessage();
        assertTrue(message.contains("ce_specversion") && message.contains("application/cloudevents+json"), message);

        RecordHeaders batch = new RecordHeaders();
        batch.add("content-type", bytes("application/cloudevents-batch+json"));
        assertInstanceOf(Checked.Invalid.class, UpstreamEventDeserializer.read(batch, bytes("[]")));

        RecordHeaders latin1 = new RecordHeaders();
        latin1.add("ce_id", new byte[] {(byte) 0xe4});
        assertInstanceOf(Checked.Invalid.class, UpstreamEventDeserializer.read(latin1, null));
    }

    private static UpstreamEvent random(Random random) {
        SortedMap<String, String> extensions = new TreeMap<>();
        for (int i = random.nextInt(4); i > 0; i--) {
            extensions.put("x" + i, text(random));
        }
        return new UpstreamEvent(
                "i" + text(random),
                "urn:lab:" + random.nextInt(9),
                "org.example." + random.nextInt(9),
                random.nextBoolean() ? text(random) : null,
                random.nextBoolean() ? Instant.ofEpochMilli(random.nextLong(2_000_000_000_000L)) : null,
                random.nextBoolean() ? "application/json" : null,
                random.nextBoolean() ? "https://example.org/" + random.nextInt(9) : null,
                extensions,
                random.nextBoolean() ? EventData.of(text(random)) : null);
    }

    private static String text(Random random) {
        return random.ints(random.nextInt(12), 0x20, 0x2000)
                .filter(point -> !Character.isISOControl(point))
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
