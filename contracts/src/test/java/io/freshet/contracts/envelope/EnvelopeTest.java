package io.freshet.contracts.envelope;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.freshet.contracts.event.Event;
import io.freshet.contracts.event.EventSamples;
import io.freshet.contracts.event.EventTypes;
import io.freshet.contracts.event.LogChunk;
import io.freshet.contracts.event.PoolDefined;
import io.freshet.contracts.event.RunFinished;
import io.freshet.contracts.event.TaskEvent;
import io.freshet.contracts.event.TaskEvent.StateChanged;
import io.freshet.contracts.event.TaskEvent.StatesChanged;
import io.freshet.contracts.id.TraceIds;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EnvelopeTest {
    private final EventSerializer serializer = new EventSerializer("planner");
    private final EventDeserializer<Event> deserializer = new EventDeserializer<>(Event.class);

    @Test
    void headers_of_the_cause_are_replaced_and_foreign_ones_kept() {
        RecordHeaders headers = new RecordHeaders();
        headers.add("ce_id", bytes("inherited"));
        headers.add("ce_correlationid", bytes("inherited"));
        headers.add("ce_foreign", bytes("inherited"));
        headers.add("traceparent", bytes("inherited"));
        headers.add("content-type", bytes("text/plain"));
        headers.add("somebody-elses", bytes("kept"));

        serializer.serialize("topic", headers, EventSamples.all().get(PoolDefined.class));

        List<String> keys = new ArrayList<>();
        for (Header header : headers) {
            keys.add(header.key());
            assertNotEquals("inherited", text(header), header.key());
        }
        assertEquals(keys.stream().distinct().toList(), keys);
        assertTrue(keys.contains("somebody-elses"));
        assertNull(headers.lastHeader("traceparent"), "no run, no trace");
    }

    @Test
    void events_of_public_topics_are_described_in_full_and_others_in_what_cloudevents_requires() {
        Set<String> required = Set.of("ce_specversion", "ce_id", "ce_source", "ce_type", "ce_subject");
        EventSamples.all().forEach((type, event) -> {
            RecordHeaders headers = new RecordHeaders();
            serializer.serialize("topic", headers, event);

            Set<String> keys = new TreeSet<>();
            headers.forEach(header -> keys.add(header.key()));
            assertTrue(keys.containsAll(required), type::toString);
            keys.removeAll(required);
            Set<String> described = new TreeSet<>(Set.of("content-type", "ce_time"));
            event.correlation().ifPresent(_ -> described.addAll(Set.of("ce_correlationid", "traceparent")));
            assertEquals(EventTypes.isPublic(type) ? described : Set.of(), keys, type::toString);
        });
    }

    @Test
    void what_is_left_out_because_it_is_empty_is_read_as_empty_and_what_is_required_is_still_missed() {
        StateChanged change = (StateChanged) read("io.freshet.task.state-changed.v1", """
                {"instance":"n/w/t/p=1","state":"READY","reason":"NEW","sentence":"s","at":"2026-01-05T06:00:00Z"}""");

        assertEquals(List.of(), change.causes());
        assertEquals(List.of(), change.related());
        var refused = assertThrows(UnreadableEventException.class, () -> read("io.freshet.task.state-changed.v1", """
                {"instance":"n/w/t/p=1","state":"READY","reason":"NEW","sentence":"s","causes":[null],"at":"2026-01-05T06:00:00Z"}"""));
        assertTrue(refused.getMessage().contains("causes"), refused.getMessage());
    }

    @Test
    void the_end_of_a_run_is_in_the_trace_of_its_cause() {
        RunFinished event = (RunFinished) EventSamples.all().get(RunFinished.class);
        RecordHeaders headers = new RecordHeaders();

        serializer.serialize("topic", headers, event);

        assertEquals(
                TraceIds.traceparent(TraceIds.trace(event.cause().id()), TraceIds.run(event.run()), true),
                text(headers.lastHeader("traceparent")));
        assertEquals(event.run(), text(headers.lastHeader("ce_correlationid")));
    }

    @Test
    void refuses_a_record_of_several_events_that_has_none_or_too_many() {
        String change = """
                {"instance":"n/w/t/p=1"}""";
        for (int instances : List.of(0, StatesChanged.MOST + 1)) {
            String data = """
                    {"workflow":"n/w","at":"2026-01-05T06:00:00Z","changes":[{"state":"READY","reason":"NEW","sentence":"s",
                    "at":"2026-01-05T06:00:00Z","instances":[%s]}]}""".formatted(String.join(",", Collections.nCopies(instances, change)));

            assertThrows(UnreadableEventException.class, () -> read("io.freshet.task.states-changed.v1", data));
        }
        assertThrows(UnreadableEventException.class, () -> read("io.freshet.attempts.started.v1", """
                {"workflow":"n/w","attempts":[],"at":"2026-01-05T06:00:00Z"}"""));
    }

    @Test
    void equal_data_has_an_equal_id_whoever_writes_it() {
        PoolDefined pool = new PoolDefined("prod", "warehouse", 4, Instant.EPOCH);

        assertEquals(id(serializer, pool), id(new EventSerializer("scheduler"), pool));
        assertNotEquals(id(serializer, pool), id(serializer, new PoolDefined("prod", "warehouse", 5, Instant.EPOCH)));
    }

    @Test
    void a_tombstone_stays_one() {
        RecordHeaders headers = new RecordHeaders();
        headers.add("ce_id", bytes("inherited"));

        assertNull(serializer.serialize("topic", headers, null));

        assertEquals(0, headers.toArray().length);
        assertNull(deserializer.deserialize("topic", headers, (byte[]) null));
        assertNull(deserializer.deserialize("topic", (byte[]) null));
    }

    @Test
    void a_reader_bears_fields_that_it_does_not_know() {
        Event read = read("io.freshet.pool.defined.v1", """
                {"namespace":"n","pool":"p","slots":1,"at":"2026-01-05T06:00:00Z","later":{"added":[1]}}""");

        assertEquals(new PoolDefined("n", "p", 1, Instant.parse("2026-01-05T06:00:00Z")), read);
    }

    @ParameterizedTest
    @CsvSource(delimiterString = " | ", quoteCharacter = '`', textBlock = """
            unknown.type.v1            | {}                                                          | is not known
            io.freshet.pool.defined.v1 | {}                                                          | namespace
            io.freshet.pool.defined.v1 | {"namespace":null,"pool":"p","slots":1,"at":"2026-01-05T06:00:00Z"} | namespace
            io.freshet.pool.defined.v1 | {"namespace":"n","pool":"p","slots":"x","at":"2026-01-05T06:00:00Z"} | slots
            io.freshet.pool.defined.v1 | {"namespace":"n","pool":"p","slots":1,"at":"yesterday"}     | at
            io.freshet.pool.defined.v1 | null                                                        | JSON null
            io.freshet.pool.defined.v1 | [1]                                                         | does not fit
            io.freshet.pool.defined.v1 | {"namespace                                                 | does not fit
            io.freshet.pool.defined.v1 | ``                                                          | does not fit
            io.freshet.run.started.v1  | {"workflow":"not a ref"}                                    | workflow
            io.freshet.files.changed.v1 | {"dataset":"n/d","path":"p","layout":"**"}                 | cause
            """)
    void refuses_data_that_does_not_fit(String type, String data, String why) {
        var refused = assertThrows(UnreadableEventException.class, () -> read(type, data));

        assertTrue(refused.getMessage().contains(why), refused.getMessage());
    }

    @Test
    void refuses_what_is_no_cloud_event_and_what_belongs_elsewhere() {
        byte[] data = bytes("{}");
        RecordHeaders noValue = new RecordHeaders();
        noValue.add("ce_type", null);

        assertThrows(UnreadableEventException.class, () -> deserializer.deserialize("topic", data));
        assertThrows(
                UnreadableEventException.class, () -> deserializer.deserialize("topic", new RecordHeaders(), data));
        assertThrows(UnreadableEventException.class, () -> deserializer.deserialize("topic", noValue, data));
        RecordHeaders headers = new RecordHeaders();
        byte[] log = serializer.serialize("topic", headers, EventSamples.all().get(LogChunk.class));
        var refused = assertThrows(
                UnreadableEventException.class,
                () -> new EventDeserializer<>(TaskEvent.class).deserialize("topic", headers, log));
        assertTrue(refused.getMessage().contains("does not belong"), refused.getMessage());
    }

    @Test
    void every_type_has_a_name_of_its_own_with_a_version() {
        List<String> types = List.copyOf(EventTypes.all().values());

        assertEquals(types.stream().distinct().toList(), types);
        types.forEach(type -> assertTrue(type.matches("io\\.freshet\\.[a-z]+\\.[a-z-]+\\.v[0-9]+"), type));
        EventTypes.all()
                .forEach((event, type) ->
                        assertEquals(event, EventTypes.classOf(type).orElseThrow()));
    }

    @Test
    void writing_needs_headers() {
        assertThrows(UnsupportedOperationException.class, () -> serializer.serialize("topic", null));
    }

    private Event read(String type, String data) {
        RecordHeaders headers = new RecordHeaders();
        headers.add("ce_type", bytes(type));
        return deserializer.deserialize("topic", headers, bytes(data));
    }

    private static String id(EventSerializer serializer, Event event) {
        RecordHeaders headers = new RecordHeaders();
        serializer.serialize("topic", headers, event);
        return text(headers.lastHeader("ce_id"));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static String text(Header header) {
        return new String(header.value(), StandardCharsets.UTF_8);
    }
}
