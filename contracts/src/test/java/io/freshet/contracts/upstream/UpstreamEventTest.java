package io.freshet.contracts.upstream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class UpstreamEventTest {
    private static final Map<String, String> LEAST =
            Map.of("specversion", "1.0", "id", "1", "source", "urn:lab", "type", "org.example.arrived");

    @Test
    void both_modes_give_the_same_event() {
        Map<String, String> attributes = new HashMap<>(LEAST);
        attributes.putAll(Map.of(
                "subject",
                "north",
                "time",
                "2026-01-31T06:00:00+01:00",
                "datacontenttype",
                "application/json",
                "dataschema",
                "https://example.org/s",
                "site",
                "n1",
                "urgent",
                "true"));

        UpstreamEvent binary = valid(UpstreamEvent.binary(attributes, bytes("{\"rows\":1.10}")));
        UpstreamEvent structured = valid(UpstreamEvent.structured(bytes("""
                {"specversion": "1.0", "id": "1", "source": "urn:lab", "type": "org.example.arrived", "subject": "north",
                 "time": "2026-01-31T06:00:00+01:00", "datacontenttype": "application/json", "dataschema": "https://example.org/s",
                 "site": "n1", "urgent": true, "absent": null, "data": {"rows": 1.10}}""")));

        assertEquals(binary, structured);
        assertEquals(Instant.parse("2026-01-31T05:00:00Z"), binary.time());
        assertEquals(Map.of("site", "n1", "urgent", "true"), binary.extensions());
        attributes.put("time", "2026-01-31T05:00:00Z");
        assertEquals(attributes, binary.attributes());
    }

    @Test
    void data_is_what_was_sent_in_every_form_of_it() {
        assertEquals(EventData.of("\"a\""), data("\"data\": \"a\""));
        assertEquals(EventData.of("a"), data("\"datacontenttype\": \"text/plain\", \"data\": \"a\""));
        assertEquals(EventData.of("[1,2.50]"), data("\"data\": [1, 2.50]"));
        assertEquals(EventData.of("hi"), data("\"data_base64\": \"aGk=\""));
        assertNull(data("\"data\": null"));
    }

    @Test
    void source_and_id_identify_it_and_nothing_else_does() {
        UpstreamEvent one = valid(UpstreamEvent.binary(LEAST, null));

        assertEquals(
                one.key(),
                valid(UpstreamEvent.binary(with("type", "other"), bytes("1"))).key());
        assertNotEquals(
                one.key(), valid(UpstreamEvent.binary(with("id", "2"), null)).key());
        assertNotEquals(
                one.key(),
                valid(UpstreamEvent.binary(with("source", "urn:x"), null)).key());
    }

    @ParameterizedTest
    @ValueSource(strings = {"specversion", "id", "source", "type"})
    void what_is_required_is_missed_by_name(String name) {
        Map<String, String> attributes = new HashMap<>(LEAST);
        attributes.remove(name);

        assertEquals(List.of(name), fields(UpstreamEvent.binary(attributes, null)));
        attributes.put(name, "");
        assertEquals(List.of(name), fields(UpstreamEvent.binary(attributes, null)));
    }

    @ParameterizedTest
    @CsvSource({
        "specversion, 0.3",
        "source, not a uri",
        "time, yesterday",
        "time, 2026-13-01T00:00:00Z",
        "dataschema, relative",
        "Upper, x",
        "with-hyphen, x",
        "data, x"
    })
    void what_is_wrong_is_named(String name, String value) {
        assertEquals(List.of(name), fields(UpstreamEvent.binary(with(name, value), null)));
    }

    @ParameterizedTest
    @CsvSource({"id, 256", "source, 1000", "type, 200", "subject, 1000", "datacontenttype, 200", "site, 2000"})
    void every_attribute_has_a_bound(String name, int most) {
        valid(UpstreamEvent.binary(with(name, "x".repeat(most)), null));

        assertEquals(List.of(name), fields(UpstreamEvent.binary(with(name, "x".repeat(most + 1)), null)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"a\nb", "a\0b", "a\u0085", "\ud800", "\uffff"})
    void what_is_no_text_of_cloudevents_is_refused(String text) {
        assertEquals(List.of("id"), fields(UpstreamEvent.binary(with("id", text), null)));
    }

    @Test
    void extensions_data_and_the_whole_have_bounds() {
        Map<String, String> many = new HashMap<>(LEAST);
        IntStream.range(0, UpstreamLimits.MAX_EXTENSIONS).forEach(i -> many.put("x" + i, "v"));
        valid(UpstreamEvent.binary(many, new byte[UpstreamLimits.MAX_DATA_BYTES]));
        many.put("onemore", "v");
        assertEquals(List.of(""), fields(UpstreamEvent.binary(many, null)));

        Map<String, String> long20 = new HashMap<>(LEAST);
        IntStream.range(0, 20).forEach(i -> long20.put("x" + i, "v".repeat(UpstreamLimits.MAX_EXTENSION)));
        assertEquals(List.of(""), fields(UpstreamEvent.binary(long20, null)));

        assertEquals(List.of("data"), fields(UpstreamEvent.binary(LEAST, new byte[UpstreamLimits.MAX_DATA_BYTES + 1])));
        String text = "x".repeat(UpstreamLimits.MAX_DATA_BYTES);
        assertEquals(List.of("data"), fields(UpstreamEvent.structured(bytes(json("\"data\": \"" + text + "\"")))));
    }

    @Test
    void all_that_is_wrong_is_reported_at_once() {
        Checked<UpstreamEvent> read = UpstreamEvent.structured(bytes("""
                {"specversion": "1.0", "id": "", "type": "t", "time": "x", "list": [1, {"a": 2}], "data_base64": "?", "half": 1.5}"""));

        assertEquals(List.of("data_base64", "half", "id", "list", "source", "time"), fields(read));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "[]",
                "1",
                "null",
                "{",
                "{\"id\": 1",
                "{} {}",
                "{\"id\": \"1\", \"id\": \"2\"}",
                "\u0000",
                "{\"a\":\"\ud800\"}"
            })
    void what_is_no_event_is_refused_without_an_exception(String text) {
        assertInstanceOf(Checked.Invalid.class, UpstreamEvent.structured(bytes(text)));
    }

    @Test
    void says_where_a_text_that_was_cut_off_ends_in_words_for_people() {
        Checked.Invalid<?> cut =
                assertInstanceOf(Checked.Invalid.class, UpstreamEvent.structured(bytes("{\"specversion\": \"1.0\"")));

        assertEquals(
                "it is no JSON that can be read: Unexpected end-of-input: expected close marker for Object (line 1, column 22)",
                cut.errors().getFirst().problem());
    }

    @Test
    void nesting_has_a_bound() {
        String deep = "[".repeat(60) + "]".repeat(60);

        assertInstanceOf(Checked.Invalid.class, UpstreamEvent.structured(bytes(json("\"data\": " + deep))));
    }

    @Test
    void of_a_batch_all_events_are_read_in_their_order_or_all_errors_reported() {
        String events = IntStream.range(0, 5)
                .mapToObj(i -> json("\"data\": " + i).replace("\"id\": \"1\"", "\"id\": \"e" + i + "\""))
                .collect(Collectors.joining(", ", "[", "]"));

        List<UpstreamEvent> read = valid(UpstreamEvent.batch(bytes(events)));
        assertEquals(
                List.of("e0", "e1", "e2", "e3", "e4"),
                read.stream().map(UpstreamEvent::id).toList());
        assertEquals(EventData.of("4"), read.getLast().data());
        assertEquals(List.of(), valid(UpstreamEvent.batch(bytes("[]"))));

        Checked<List<UpstreamEvent>> wrong = UpstreamEvent.batch(bytes("[%s, 7, {\"id\": \"x\"}]".formatted(json(""))));
        assertEquals(
                List.of("events[1]", "events[2].source", "events[2].specversion", "events[2].type"), fields(wrong));
    }

    @Test
    void a_batch_has_a_bound() {
        String most = IntStream.range(0, UpstreamLimits.MAX_BATCH)
                .mapToObj(i -> json(""))
                .collect(Collectors.joining(","));

        assertEquals(
                UpstreamLimits.MAX_BATCH,
                valid(UpstreamEvent.batch(bytes("[" + most + "]"))).size());
        assertEquals(List.of(""), fields(UpstreamEvent.batch(bytes("[" + most + "," + json("") + "]"))));
    }

    @Test
    void a_batch_of_rubbish_reports_a_bounded_number_of_errors() {
        String rubbish = "[" + "{},".repeat(500) + "{}]";

        Checked<List<UpstreamEvent>> read = UpstreamEvent.batch(bytes(rubbish));

        assertEquals(UpstreamLimits.MAX_ERRORS, fields(read).size());
    }

    @Test
    void an_error_says_field_problem_and_remedy_and_is_short() {
        Checked<UpstreamEvent> read = UpstreamEvent.binary(with("time", "x".repeat(190)), null);

        EventError error =
                assertInstanceOf(Checked.Invalid.class, read).errors().getFirst() instanceof EventError e ? e : null;
        assertTrue(error != null && error.sentence().startsWith("time: 'xxx"), String.valueOf(error));
        assertTrue(error.problem().length() <= EventError.MAX_TEXT);
        assertTrue(error.remedy().contains("2026-01-31T06:00:00Z"), error.remedy());
    }

    private static EventData data(String member) {
        return valid(UpstreamEvent.structured(bytes(json(member)))).data();
    }

    private static String json(String member) {
        return """
                {"specversion": "1.0", "id": "1", "source": "urn:lab", "type": "t"%s}""".formatted(member.isEmpty() ? "" : ", " + member);
    }

    private static Map<String, String> with(String name, String value) {
        Map<String, String> attributes = new HashMap<>(LEAST);
        attributes.put(name, value);
        return attributes;
    }

    static <T> T valid(Checked<T> checked) {
        return switch (checked) {
            case Checked.Valid<T>(T value) -> value;
            case Checked.Invalid<T>(List<EventError> errors) -> throw new AssertionError(EventError.line(errors));
        };
    }

    static <T> List<String> fields(Checked<T> checked) {
        return switch (checked) {
            case Checked.Valid<T>(T value) -> throw new AssertionError("it was taken: " + value);
            case Checked.Invalid<T>(List<EventError> errors) ->
                errors.stream().map(EventError::field).sorted().toList();
        };
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
