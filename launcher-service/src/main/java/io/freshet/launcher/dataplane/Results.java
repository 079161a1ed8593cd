package io.freshet.launcher.dataplane;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.freshet.contracts.json.EventJson;
import io.freshet.servicekit.posix.FileStatus;
import io.freshet.servicekit.posix.OpenFile;
import java.io.IOException;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** The small values that a task writes to {@code FRESHET_RESULTS}: one JSON object, whose values are kept as JSON text. */
final class Results {
    private static final int MAX_BYTES = 64 * 1024;
    private static final int MAX_VALUES = 100;

    private Results() {}

    static Map<String, String> read(Path file) throws IOException, RejectedOutputException {
        byte[] content = content(file);
        if (content.length == 0) {
            return Map.of();
        }
        try {
            JsonNode json = EventJson.mapper().readTree(content);
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

    /** The task may have put anything in its place. */
    private static byte[] content(Path file) throws IOException, RejectedOutputException {
        try (OpenFile open = OpenFile.find(file)) {
            FileStatus status = open.status();
            if (!status.isRegular()) {
                throw new RejectedOutputException("the results file is a %s; write a plain file"
                        .formatted(status.kind().name().toLowerCase(Locale.ROOT).replace('_', ' ')));
            }
            if (status.bytes() > MAX_BYTES) {
                throw new RejectedOutputException(
                        "the results file has %d bytes; at most %d are kept: write data to an output"
                                .formatted(status.bytes(), MAX_BYTES));
            }
            try (FileChannel channel = open.channel(StandardOpenOption.READ)) {
                return Channels.newInputStream(channel).readNBytes(MAX_BYTES);
            }
        } catch (NoSuchFileException e) {
            return new byte[0];
        }
    }
}
