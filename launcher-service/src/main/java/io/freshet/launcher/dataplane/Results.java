package io.freshet.launcher.dataplane;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.freshet.contracts.envelope.EventJson;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;

/** The small values that a task writes to {@code FRESHET_RESULTS}: one JSON object, whose values are kept as JSON text. */
final class Results {
    private static final long MAX_BYTES = 64 * 1024;
    private static final int MAX_VALUES = 100;

    private Results() {}

    static Map<String, String> read(Path file) throws IOException, RejectedOutputException {
        if (!Files.isRegularFile(file) || Files.size(file) == 0) {
            return Map.of();
        }
        if (Files.size(file) > MAX_BYTES) {
            throw new RejectedOutputException(
                    "the results file has %d bytes; at most %d are kept: write data to an output"
                            .formatted(Files.size(file), MAX_BYTES));
        }
        try {
            JsonNode json = EventJson.mapper().readTree(Files.readAllBytes(file));
            if (!json.isObject() || json.size() > MAX_VALUES) {
                throw new RejectedOutputException(
                        "the results file must hold one JSON object with at most %d values".formatted(MAX_VALUES));
            }
            Map<String, String> results = new TreeMap<>();
            for (Map.Entry<String, JsonNode> value : json.properties()) {
                results.put(value.getKey(), value.getValue().toString());
            }
            return results;
        } catch (JsonProcessingException e) {
            throw new RejectedOutputException("the results file is no JSON: " + e.getOriginalMessage());
        }
    }
}
