package io.freshet.benchmarks;

import io.freshet.contracts.json.EventJson;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What a benchmark found.
 *
 * @param figures by name; a value is a number, a text or again such a map
 * @param limits what the machine itself can do, measured in the same run
 */
public record Report(
        String name, String workload, Instant at, Map<String, Object> figures, Map<String, Object> limits) {
    public Report {
        figures = Collections.unmodifiableMap(new LinkedHashMap<>(figures));
        limits = Collections.unmodifiableMap(new LinkedHashMap<>(limits));
    }

    public String json() {
        try {
            return EventJson.mapper().writerWithDefaultPrettyPrinter().writeValueAsString(this) + "\n";
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The same for people: a line per figure. */
    public String text() {
        StringBuilder text =
                new StringBuilder(name).append(": ").append(workload).append('\n');
        lines(text, "", figures);
        text.append("the machine's own limits\n");
        lines(text, "", limits);
        return text.toString();
    }

    private static void lines(StringBuilder text, String prefix, Map<?, ?> values) {
        values.forEach((name, value) -> {
            if (value instanceof Map<?, ?> nested) {
                lines(text, prefix + name + " ", nested);
            } else {
                text.append("  ")
                        .append(prefix)
                        .append(name)
                        .append(": ")
                        .append(value)
                        .append('\n');
            }
        });
    }
}
