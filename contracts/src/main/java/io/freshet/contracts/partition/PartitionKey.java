package io.freshet.contracts.partition;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The values of a partition's dimensions, in the order of its layout. Written {@code source=north/date=2026-01-05}; bytes of
 * a value other than {@code A-Z a-z 0-9 . _ - : + @ ,} and space are percent-encoded UTF-8. {@link #NONE} is written as the
 * empty string. Immutable.
 */
public record PartitionKey(List<Value> values) implements Comparable<PartitionKey> {
    /** The key of the only partition of a dataset, or the only instance of a task, that has no dimensions. */
    public static final PartitionKey NONE = new PartitionKey(List.of());

    /** One dimension's value; of a time dimension the canonical text of its {@link Granularity}. */
    public record Value(String dimension, String value) {}

    public PartitionKey {
        values = List.copyOf(values);
        Set<String> dimensions = new HashSet<>();
        for (Value value : values) {
            String dimension = value.dimension();
            if (dimension.isEmpty() || dimension.contains("/") || dimension.contains("=")) {
                throw new IllegalArgumentException("'%s' cannot be a dimension".formatted(dimension));
            }
            if (!dimensions.add(dimension)) {
                throw new IllegalArgumentException("dimension '%s' occurs twice".formatted(dimension));
            }
        }
    }

    /** A key from alternating dimension names and values. */
    public static PartitionKey of(String... dimensionsAndValues) {
        if (dimensionsAndValues.length % 2 != 0) {
            throw new IllegalArgumentException("a dimension without a value");
        }
        List<Value> values = new ArrayList<>();
        for (int i = 0; i < dimensionsAndValues.length; i += 2) {
            values.add(new Value(dimensionsAndValues[i], dimensionsAndValues[i + 1]));
        }
        return new PartitionKey(values);
    }

    /** A key with the map's entries in their iteration order. */
    public static PartitionKey of(Map<String, String> values) {
        return new PartitionKey(values.entrySet().stream()
                .map(entry -> new Value(entry.getKey(), entry.getValue()))
                .toList());
    }

    /**
     * Reads the written form.
     *
     * @throws IllegalArgumentException if a part is not {@code dimension=value} or a dimension occurs twice
     */
    @JsonCreator
    public static PartitionKey parse(String text) {
        if (text.isEmpty()) {
            return NONE;
        }
        List<Value> values = new ArrayList<>();
        for (String part : text.split("/", -1)) {
            int equals = part.indexOf('=');
            if (equals <= 0) {
                throw new IllegalArgumentException(
                        "'%s' is not a partition key: '%s' is not dimension=value".formatted(text, part));
            }
            values.add(new Value(part.substring(0, equals), PercentCode.decode(part.substring(equals + 1))));
        }
        return new PartitionKey(values);
    }

    public boolean isNone() {
        return values.isEmpty();
    }

    public Optional<String> value(String dimension) {
        return values.stream()
                .filter(value -> value.dimension().equals(dimension))
                .map(Value::value)
                .findFirst();
    }

    /**
     * The key over the given dimensions, each of which must be determined by one of this key's.
     *
     * @throws IllegalArgumentException if a dimension is missing
     */
    public PartitionKey project(List<Dimension> dimensions) {
        return new PartitionKey(dimensions.stream()
                .map(dimension -> new Value(
                        dimension.name(),
                        dimension.project(value(dimension.name())
                                .orElseThrow(() -> new IllegalArgumentException(
                                        "'%s' has no dimension '%s'".formatted(this, dimension.name()))))))
                .toList());
    }

    @Override
    public int compareTo(PartitionKey other) {
        return toString().compareTo(other.toString());
    }

    @Override
    @JsonValue
    public String toString() {
        StringBuilder text = new StringBuilder();
        for (Value value : values) {
            if (!text.isEmpty()) {
                text.append('/');
            }
            text.append(value.dimension()).append('=');
            text.append(PercentCode.encode(value.value().getBytes(StandardCharsets.UTF_8), PercentCode.KEY_VALUE));
        }
        return text.toString();
    }
}
