package io.freshet.contracts.reference;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.freshet.contracts.KeptFile;
import io.freshet.contracts.event.Event;
import io.freshet.contracts.event.EventTypes;
import io.freshet.contracts.text.DurationText;
import io.freshet.contracts.topic.Topic;
import io.freshet.contracts.topic.Topics;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** docs/reference/events.md says what the code says. */
class EventReferenceTest {
    private static final Path PAGE = Path.of("../docs/reference/events.md");
    private static final Path EXAMPLES = Path.of("src/test/resources/events/v1");
    private static final String HEAD = """
            # Events

            Everything that crosses Kafka is a [CloudEvent](https://cloudevents.io) 1.0 in binary content mode: attributes are record
            headers (`ce_specversion`, `ce_id`, `ce_source`, `ce_type`, `ce_subject`), the value is JSON. The id is derived from type and data:
            an event that is written again has the same id. Events of public topics have `content-type`, `ce_time` and, where there is a run,
            `ce_correlationid` with the run; and `traceparent` where the trace is known, whose span is what the event reports. In the others the
            data says as much. An empty list or map that is optional is not written.

            Topics marked public are a promise to other systems, as are their types: a field may be added, as an optional one; nothing is
            renamed or removed within a type's version. Readers must ignore fields that they do not know. A record that cannot be read
            goes to the topic's dead-letter topic, `<topic>.dlq`, with the reason in its headers.

            Times are ISO-8601 in UTC, durations ISO-8601. Partitions are written `dimension=value/...` with percent-encoded values,
            instances `namespace/workflow/task/partition`, fingerprints as 64 hexadecimal digits of SHA-256.

            """;

    private final EventReference reference = new EventReference(texts());

    @Test
    void the_page_is_what_the_code_says() throws IOException {
        String page = "<!-- Made by EventReferenceTest; run it with -Dfreshet.golden.update=true. -->\n" + HEAD
                + topics() + types() + "\n## Parts\n" + reference.parts();

        KeptFile.check(PAGE, page);
        assertEquals(Set.of(), reference.unused(), "texts that nothing needs");
    }

    private String topics() {
        StringBuilder text = new StringBuilder("""
                ## Topics

                | topic | key | written by | says | types | kept | public |
                | --- | --- | --- | --- | --- | --- | --- |
                """);
        List<Class<? extends Event>> carried = new ArrayList<>();
        for (Topic topic : Topics.all()) {
            if (topic.name().endsWith(".dlq")) {
                continue;
            }
            String key = "topic." + topic.name();
            List<Class<? extends Event>> types = typesOf(reference.text(key + ".events"));
            carried.addAll(types);
            String names = String.join(
                    "<br>",
                    types.stream()
                            .map(type -> "`" + EventTypes.all().get(type) + "`")
                            .toList());
            text.append("| `%s` | %s | %s | %s | %s | %s | %s |\n"
                    .formatted(
                            topic.name(),
                            topic.key(),
                            reference.text(key + ".writers"),
                            reference.text(key + ".says"),
                            names,
                            kept(topic),
                            topic.isPublic() ? "yes" : ""));
        }
        assertEquals(EventTypes.all().keySet(), Set.copyOf(carried), "types that some topic carries");
        return text.toString();
    }

    private String types() throws IOException {
        StringBuilder text = new StringBuilder("\n## Types\n");
        for (Map.Entry<Class<? extends Event>, String> type : EventTypes.all().entrySet()) {
            text.append("\n### ").append(type.getValue()).append("\n\n");
            text.append(reference.table(type.getKey()));
            text.append("\n<details><summary>Example</summary>\n\n```json\n");
            text.append(Files.readString(EXAMPLES.resolve(type.getValue() + ".json")));
            text.append("```\n</details>\n");
        }
        return text.toString();
    }

    /** Those with one of the names, or within one of them. */
    private static List<Class<? extends Event>> typesOf(String names) {
        List<String> each = List.of(names.split(", "));
        return EventTypes.all().keySet().stream()
                .filter(type -> each.contains(type.getSimpleName())
                        || (type.getEnclosingClass() != null
                                && each.contains(type.getEnclosingClass().getSimpleName())))
                .toList();
    }

    private static String kept(Topic topic) {
        Duration retention = topic.retention();
        return switch (topic.cleanup()) {
            case COMPACT -> "the newest of each key";
            case DELETE -> retention == null ? "for ever" : DurationText.format(retention);
        };
    }

    private static Properties texts() {
        Properties texts = new Properties();
        try (Reader reader = Files.newBufferedReader(Path.of("src/test/resources/reference/events.properties"))) {
            texts.load(reader);
            return texts;
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
