package io.freshet.contracts.partition;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The values of a partition's dimensions, in the order of its layout. Written {@code source=north/date=2026-01-05}; bytes of
 * a value other than {@code A-Z a-z 0-9 . _ - : + @ ,} and space are percent-encoded UTF-8. {@link #NONE} is written as the
 * empty string. Immutable.
 */
public final class PartitionKey implements Comparable<PartitionKey> {
    /** The key of the only partition of a dataset, or the only instance of a task, that has no dimensions. */
    public static final PartitionKey NONE = new PartitionKey(List.of());

    /** The bound on the characters of the written form of a partition that a file may belong to, see {@link Layout#match}. */
    public static final int MAX_CHARACTERS = 2_000;

    private final List<Value> values;
    /** The written form, once it was asked for: keys of rows and events are made of it again and again. */
    private @Nullable String text;

    /** One dimension's value; of a time dimension the canonical text of its {@link Granularity}. */
    public record Value(String dimension, String value) {}

    /**
     * @throws IllegalArgumentException if a dimension occurs twice, or is empty or has {@code /} or {@code =} in it
     */
    public PartitionKey(List<Value> values) {
        this.values = List.copyOf(values);
        for (int i = 0; i < this.values.size(); i++) {
            String dimension = this.values.get(i).dimension();
            if (dimension.isEmpty() || dimension.indexOf('/') >= 0 || dimension.indexOf('=') >= 0) {
                throw new IllegalArgumentException("'%s' cannot be a dimension".formatted(dimension));
            }
            if (find(dimension, i) != null) {
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
            values.add(new Value(part.substring(0, equals), PercentEncoding.decode(part.substring(equals + 1))));
        }
        return new PartitionKey(values);
    }

    public List<Value> values() {
        return values;
    }

    public boolean isNone() {
        return values.isEmpty();
    }

    public Optional<String> value(String dimension) {
        return Optional.ofNullable(find(dimension, values.size()));
    }

    private @Nullable String find(String dimension, int end) {
        for (int i = 0; i < end; i++) {
            if (values.get(i).dimension().equals(dimension)) {
                return values.get(i).value();
            }
        }
        return null;
    }

    /**
     * The key over the given dimensions, each of which must be determined by one of this key's.
     *
     * @throws IllegalArgumentException if a dimension is missing
     */
    public PartitionKey project(List<Dimension> dimensions) {
        List<Value> projected = new ArrayList<>(dimensions.size());
        for (Dimension dimension : dimensions) {
            String value = find(dimension.name(), values.size());
            if (value == null) {
                throw new IllegalArgumentException("'%s' has no dimension '%s'".formatted(this, dimension.name()));
            }
            projected.add(new Value(dimension.name(), dimension.project(value)));
        }
        return new PartitionKey(projected);
    }

    @Override
    public int compareTo(PartitionKey other) {
        return toString().compareTo(other.toString());
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof PartitionKey key && values.equals(key.values);
    }

    @Override
    public int hashCode() {
        return values.hashCode();
    }

    @Override
    @JsonValue
    public String toString() {
        String known = text;
        if (known == null) {
            known = written();
            // Whoever writes it at the same time writes the same.
            text = known;
        }
        return known;
    }

    private String written() {
        StringBuilder written = new StringBuilder();
        for (Value value : values) {
            if (!written.isEmpty()) {
                written.append('/');
            }
            written.append(value.dimension())
                    .append('=')
                    .append(PercentEncoding.encode(value.value(), PercentEncoding.KEY_VALUE));
        }
        return written.toString();
    }
}
