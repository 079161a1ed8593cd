package io.freshet.contracts.event;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.freshet.contracts.KeptFile;
import io.freshet.contracts.envelope.EventDeserializer;
import io.freshet.contracts.envelope.EventSerializer;
import io.freshet.contracts.json.EventJson;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every event as it stands on a topic. The files of a released version are never changed: a change of the code that needs it breaks
 * readers, and needs a new type ({@code .v2}) with files of its own, while the old ones stay readable.
 */
class EventGoldenTest {
    private static final Path DIRECTORY = Path.of("src/test/resources/events/v1");

    @ParameterizedTest
    @MethodSource("samples")
    void is_written_as_it_was(String name, Event event) throws IOException {
        RecordHeaders headers = new RecordHeaders();
        byte[] data = new EventSerializer("sample").serialize("topic", headers, event);

        List<String> lines = new ArrayList<>();
        headers.forEach(header -> lines.add(header.key() + ": " + new String(header.value(), StandardCharsets.UTF_8)));
        // The id is a hash of the data, so that the headers hold fast every byte of what the other file shows for
        // people.
        KeptFile.checkForEver(DIRECTORY.resolve(name + ".headers"), String.join("\n", lines) + "\n");
        KeptFile.checkForEver(DIRECTORY.resolve(name + ".json"), pretty(data));
    }

    @ParameterizedTest
    @MethodSource("samples")
    void is_read_as_it_was(String name, Event event) throws IOException {
        RecordHeaders headers = new RecordHeaders();
        for (String line : Files.readAllLines(DIRECTORY.resolve(name + ".headers"))) {
            String[] parts = line.split(": ", 2);
            headers.add(parts[0], parts[1].getBytes(StandardCharsets.UTF_8));
        }
        byte[] data = Files.readAllBytes(DIRECTORY.resolve(name + ".json"));

        assertEquals(event, new EventDeserializer<>(Event.class).deserialize("topic", headers, data));
    }

    @Test
    void there_is_one_of_every_type_and_nothing_else() throws IOException {
        TreeSet<String> expected = new TreeSet<>();
        samples().forEach(sample -> {
            expected.add(sample[0] + ".json");
            expected.add(sample[0] + ".headers");
        });

        assertEquals(EventTypes.all().keySet(), EventSamples.all().keySet());
        try (Stream<Path> files = Files.list(DIRECTORY)) {
            assertEquals(
                    expected,
                    new TreeSet<>(
                            files.map(file -> file.getFileName().toString()).toList()));
        }
    }

    static Stream<Object[]> samples() {
        return Stream.concat(
                EventTypes.all().entrySet().stream().map(type ->
                        new Object[] {type.getValue(), EventSamples.all().get(type.getKey())}),
                Stream.<Object[]>of(new Object[] {"io.freshet.attempt.finished.v1-failed", EventSamples.failed()}));
    }

    private static String pretty(byte[] data) throws IOException {
        ObjectMapper mapper = EventJson.mapper();
        JsonNode tree = mapper.readTree(data);
        try {
            return mapper.writerWithDefaultPrettyPrinter().writeValueAsString(tree) + "\n";
        } catch (JsonProcessingException e) {
            throw new AssertionError(e);
        }
    }
}
