package io.freshet.contracts.upstream;

import com.fasterxml.jackson.databind.JsonNode;
import io.freshet.contracts.data.Fingerprint;
import io.freshet.contracts.data.RelativePath;
import io.freshet.contracts.id.DatasetRef;
import io.freshet.contracts.partition.PartitionKey;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Reads the data of an event that announces an extract; fields that are not known are left alone. Used once. */
final class ExtractData {
    /** In the place of a dataset that cannot be named; the event is refused. */
    private static final DatasetRef NONE = new DatasetRef("none", "none");

    private final JsonNode json;
    private final List<EventError> errors = new ArrayList<>();

    ExtractData(JsonNode json) {
        this.json = json;
    }

    Checked<ExtractEvent> read() {
        ExtractEvent event = new ExtractEvent(
                dataset(),
                partition(),
                text("path", "send a path below the dataset's directory, such as 2026-01-05/north.csv", this::path),
                bytes(),
                text(
                        "sha256",
                        "send 64 hexadecimal digits, or leave it out",
                        hex -> Fingerprint.parse(hex.toLowerCase(Locale.ROOT))));
        return Checked.of(event, errors);
    }

    private DatasetRef dataset() {
        @Nullable String namespace = required("namespace");
        @Nullable String dataset = required("dataset");
        if (namespace == null || dataset == null) {
            return NONE;
        }
        try {
            return new DatasetRef(namespace, dataset);
        } catch (IllegalArgumentException e) {
            error("dataset", String.valueOf(e.getMessage()), "send the names that the workflow has");
            return NONE;
        }
    }

    private @Nullable String required(String name) {
        JsonNode value = json.path(name);
        if (!value.isTextual()) {
            error(name, value.isMissingNode() ? "it is missing" : "it is no text", "send its name as a text");
            return null;
        }
        return value.textValue();
    }

    private @Nullable PartitionKey partition() {
        String remedy = "send a text such as source=north/date=2026-01-05, or an object of texts";
        if (json.path("partition").isObject()) {
            return partition(json.path("partition"), remedy);
        }
        return text("partition", remedy, written -> {
            if (written.length() > PartitionKey.MAX_CHARACTERS) {
                throw new IllegalArgumentException("it has %,d characters".formatted(written.length()));
            }
            return PartitionKey.parse(written);
        });
    }

    private @Nullable PartitionKey partition(JsonNode dimensions, String remedy) {
        Map<String, String> values = new LinkedHashMap<>();
        dimensions.properties().forEach(dimension -> {
            if (dimension.getValue().isTextual() || dimension.getValue().isIntegralNumber()) {
                values.put(dimension.getKey(), dimension.getValue().asText());
            } else {
                error("partition." + dimension.getKey(), "it is no text", remedy);
            }
        });
        try {
            PartitionKey key = PartitionKey.of(values);
            if (key.toString().length() <= PartitionKey.MAX_CHARACTERS) {
                return key;
            }
            error("partition", "it has %,d characters".formatted(key.toString().length()), remedy);
        } catch (IllegalArgumentException e) {
            error("partition", String.valueOf(e.getMessage()), remedy);
        }
        return null;
    }

    private RelativePath path(String text) {
        if (text.length() > ExtractEvent.MAX_PATH) {
            throw new IllegalArgumentException("it has %,d characters".formatted(text.length()));
        }
        return RelativePath.parse(text);
    }

    private @Nullable Long bytes() {
        JsonNode size = json.path("size");
        if (size.isMissingNode() || size.isNull()) {
            return null;
        }
        if (!size.isIntegralNumber() || !size.canConvertToLong() || size.longValue() < 0) {
            error("size", "it is no whole number from 0", "send the file's bytes as a number, or leave it out");
            return null;
        }
        return size.longValue();
    }

    private <T> @Nullable T text(String name, String remedy, Function<String, T> reader) {
        JsonNode value = json.path(name);
        if (value.isMissingNode() || value.isNull()) {
            return null;
        }
        if (!value.isTextual()) {
            error(name, "it is no text", remedy);
            return null;
        }
        try {
            return reader.apply(value.textValue());
        } catch (IllegalArgumentException e) {
            error(name, String.valueOf(e.getMessage()), remedy);
            return null;
        }
    }

    private void error(String field, String problem, String remedy) {
        errors.add(new EventError("data." + field, problem, remedy));
    }
}
