package io.freshet.watcher.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.freshet.contracts.api.Problem;
import io.freshet.contracts.api.ProblemException;
import io.freshet.contracts.upstream.EventData;
import io.freshet.contracts.upstream.UpstreamEvent;
import io.freshet.contracts.upstream.UpstreamLimits;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HttpEventsTest {
    private static final Map<String, String> BINARY = Map.of(
            "ce-specversion",
            "1.0",
            "CE-Id",
            "1",
            "ce-source",
            "urn:lab",
            "ce-type",
            "t",
            "Content-Type",
            "application/json");
    private static final String EVENT = """
            {"specversion": "1.0", "id": "1", "source": "urn:lab", "type": "t", "data": 1}""";

    @Test
    void binary_mode_has_attributes_in_headers_percent_encoded() {
        Map<String, String> headers = new HashMap<>(BINARY);
        headers.put("ce-subject", "caf%C3%A9 50%25 a+b");
        headers.put("accept", "*/*");

        UpstreamEvent event = HttpEvents.read(headers, bytes("1")).getFirst();

        assertEquals("café 50% a+b", event.subject());
        assertEquals("application/json", event.dataContentType());
        assertEquals(EventData.of("1"), event.data());
        assertEquals(Map.of(), event.extensions());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "application/cloudevents+json",
                "Application/CloudEvents+JSON; charset=UTF-8",
                "application/cloudevents"
            })
    void structured_mode_is_known_by_its_media_type(String contentType) {
        assertEquals(
                "1",
                HttpEvents.read(Map.of("content-type", contentType), bytes(EVENT))
                        .getFirst()
                        .id());
    }

    @Test
    void a_batch_is_taken_as_a_whole_or_not_at_all() {
        Map<String, String> headers = Map.of("Content-Type", "application/cloudevents-batch+json");
        assertEquals(
                2,
                HttpEvents.read(headers, bytes("[%s, %s]".formatted(EVENT, EVENT)))
                        .size());

        Problem problem = refused(
                headers,
                bytes("[%s, {\"specversion\": \"1.0\", \"id\": \"2\", \"source\": \"urn:x\"}]".formatted(EVENT)));

        assertEquals(400, problem.status());
        assertEquals("invalid-event", problem.code());
        assertTrue(problem.detail().startsWith("events[1].type: it is missing"), problem.detail());
        assertEquals("send 1 to 200 characters", problem.errors().getFirst().hint());
    }

    @Test
    void an_extract_event_must_say_of_which_dataset() {
        String event = """
                [{"specversion": "1.0", "id": "1", "source": "urn:lab", "type": "io.freshet.extract.arrived.v1", "data": {"dataset": "d", "size": -1}}]""";

        Problem problem = refused(Map.of("content-type", "application/cloudevents-batch+json"), bytes(event));

        assertEquals(
                List.of("events[0].data.namespace", "events[0].data.size"),
                problem.errors().stream()
                        .map(error ->
                                error.message().substring(0, error.message().indexOf(':')))
                        .toList());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "application/json",
                "text/plain",
                "application/cloudevents+avro",
                "application/cloudevents-batch"
            })
    void another_media_type_is_415_and_says_what_to_send(String contentType) {
        Problem problem = refused(Map.of("content-type", contentType), bytes(EVENT));

        assertEquals(415, problem.status());
        assertTrue(problem.detail().contains("application/cloudevents+json"), problem.detail());
    }

    @Test
    void an_event_that_is_too_large_is_413() {
        assertEquals(
                413,
                refused(BINARY, new byte[UpstreamLimits.MAX_DATA_BYTES + 1]).status());
        assertEquals(
                413,
                refused(
                                Map.of("content-type", "application/cloudevents+json"),
                                new byte[UpstreamLimits.MAX_EVENT_BYTES + 1])
                        .status());
    }

    @Test
    void a_wrong_escape_is_named() {
        Map<String, String> headers = new HashMap<>(BINARY);
        headers.put("ce-subject", "50%");

        assertTrue(refused(headers, new byte[0]).detail().startsWith("subject: "));
    }

    private static Problem refused(Map<String, String> headers, byte[] body) {
        return assertThrows(ProblemException.class, () -> HttpEvents.read(headers, body))
                .problem();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
