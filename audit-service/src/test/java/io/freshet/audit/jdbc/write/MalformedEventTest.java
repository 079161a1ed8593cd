package io.freshet.audit.jdbc.write;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.freshet.audit.history.FoldResult;
import io.freshet.audit.history.LogEntry;
import io.freshet.contracts.envelope.EventDeserializer;
import io.freshet.contracts.envelope.UnreadableEventException;
import io.freshet.contracts.event.Event;
import io.freshet.contracts.json.EventJson;
import io.freshet.contracts.topic.Topics;
import java.io.IOException;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Takes an event of every type and spoils one place of its JSON after the other. Each is refused where it is read, or becomes rows and
 * their values without an exception: so an exception in the fold or in a column is never the data's fault.
 */
final class MalformedEventTest {
    private static final Path SAMPLES = Path.of("../contracts/src/test/resources/events/v1");
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private static final List<JsonNode> REPLACEMENTS = List.of(
            JSON.nullNode(),
            JSON.textNode(""),
            JSON.textNode("\0"),
            JSON.textNode("x".repeat(5_000)),
            JSON.textNode("-1000000000-01-01T00:00:00Z"),
            JSON.textNode("PT2562047788015215H"),
            JSON.numberNode(-1),
            JSON.numberNode(Long.MAX_VALUE),
            JSON.numberNode(1e300),
            JSON.booleanNode(true),
            JSON.arrayNode().addNull(),
            JSON.arrayNode(),
            JSON.objectNode());

    static Stream<String> samples() throws IOException {
        try (Stream<Path> files = Files.list(SAMPLES)) {
            return files
                    .map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(".json"))
                    .map(name -> name.substring(0, name.length() - ".json".length()))
                    .sorted()
                    .toList()
                    .stream();
        }
    }

    @ParameterizedTest
    @MethodSource("samples")
    void is_refused_where_it_is_read_or_can_be_written(String sample) throws IOException {
        RecordHeaders headers = headers(sample);
        JsonNode whole =
                EventJson.mapper().readTree(SAMPLES.resolve(sample + ".json").toFile());
        int tried = 0;
        for (JsonPointer place : places(whole)) {
            for (JsonNode spoiled : spoiled(whole, place)) {
                check(headers, spoiled, place);
                tried++;
            }
        }
        assertTrue(tried > REPLACEMENTS.size(), "%s: %d".formatted(sample, tried));
    }

    private static void check(RecordHeaders headers, JsonNode spoiled, JsonPointer place)
            throws JsonProcessingException {
        byte[] data = EventJson.mapper().writeValueAsBytes(spoiled);
        read(headers, data)
                .ifPresent(event -> assertDoesNotThrow(
                        () -> write(event), () -> place + ": " + new String(data, StandardCharsets.UTF_8)));
    }

    private static Optional<Event> read(RecordHeaders headers, byte[] data) {
        try {
            return Optional.ofNullable(new EventDeserializer<>(Event.class).deserialize("topic", headers, data));
        } catch (UnreadableEventException e) {
            return Optional.empty();
        }
    }

    private static void write(Event event) throws SQLException {
        for (LogEntry part : new LogEntry(Topics.TASK_EVENTS, 0, 7, "prod/claims", "id", event).parts()) {
            RowWriter.write(connection(), FoldResult.of(part).rows());
        }
    }

    private static RecordHeaders headers(String sample) throws IOException {
        RecordHeaders headers = new RecordHeaders();
        for (String line : Files.readAllLines(SAMPLES.resolve(sample + ".headers"))) {
            String[] parts = line.split(": ", 2);
            headers.add(parts[0], parts[1].getBytes(StandardCharsets.UTF_8));
        }
        return headers;
    }

    private static List<JsonPointer> places(JsonNode whole) {
        List<JsonPointer> places = new ArrayList<>();
        collect(whole, JsonPointer.empty(), places);
        return places;
    }

    private static void collect(JsonNode node, JsonPointer at, List<JsonPointer> places) {
        node.fieldNames().forEachRemaining(name -> {
            places.add(at.appendProperty(name));
            collect(node.get(name), at.appendProperty(name), places);
        });
        for (int index = 0; node.isArray() && index < node.size(); index++) {
            places.add(at.appendIndex(index));
            collect(node.get(index), at.appendIndex(index), places);
        }
    }

    /** The whole without what is at a place, and with each of the replacements there. */
    private static List<JsonNode> spoiled(JsonNode whole, JsonPointer place) {
        List<JsonNode> all = new ArrayList<>();
        JsonNode without = whole.deepCopy();
        switch (without.at(place.head())) {
            case ObjectNode object -> object.remove(place.last().getMatchingProperty());
            case ArrayNode array -> array.remove(place.last().getMatchingIndex());
            default -> throw new IllegalStateException("nothing contains " + place);
        }
        all.add(without);
        for (JsonNode replacement : REPLACEMENTS) {
            JsonNode with = whole.deepCopy();
            switch (with.at(place.head())) {
                case ObjectNode object -> object.set(place.last().getMatchingProperty(), replacement);
                case ArrayNode array -> array.set(place.last().getMatchingIndex(), replacement);
                default -> throw new IllegalStateException("nothing contains " + place);
            }
            all.add(with);
        }
        return all;
    }

    /** Takes every statement and does nothing, so that what remains are the values. */
    private static Connection connection() {
        PreparedStatement statement =
                proxy(PreparedStatement.class, (_, method, _) -> method.getReturnType() == int.class ? 0 : null);
        return proxy(
                Connection.class, (_, method, _) -> method.getName().equals("prepareStatement") ? statement : null);
    }

    private static <T> T proxy(Class<T> type, InvocationHandler handler) {
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, handler));
    }
}
