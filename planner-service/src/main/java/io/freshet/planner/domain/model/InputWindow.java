package io.freshet.planner.domain.model;

import io.freshet.contracts.partition.Dimension;
import io.freshet.contracts.partition.Granularity;
import io.freshet.contracts.partition.PartitionJoin;
import io.freshet.contracts.partition.PartitionKey;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How far an input reaches along time: an instance at {@code t} reads from {@code t + from} to {@code t + to}, counted in intervals of
 * the coarser side of the join. Nothing reaches into the future, so {@code from <= to <= 0}.
 *
 * @param spans by time dimension; a dimension that is not named is read at the instance's own value
 */
public record InputWindow(Map<String, Span> spans) {
    /** The keys one may read of, relative to one's own. */
    record Span(int from, int to) {}

    /** What the join says of its dimensions. */
    static InputWindow of(PartitionJoin join) {
        Map<String, Span> spans = new LinkedHashMap<>();
        join.reach().forEach((dimension, reach) -> spans.put(dimension, new Span(reach.from(), reach.to())));
        return new InputWindow(spans);
    }

    /** Whether it reaches the instance's own time. */
    boolean includesOwn() {
        return spans.values().stream().allMatch(span -> span.to() == 0);
    }

    /** How many keys an instance reads, and as many instances read a key. */
    long keys() {
        long keys = 1;
        for (Span span : spans.values()) {
            keys *= span.to() - span.from() + 1L;
        }
        return keys;
    }

    /** The keys that an instance with the given key reads, the earliest first. */
    List<PartitionKey> readBy(List<Dimension> dimensions, PartitionKey key) {
        return shifted(dimensions, key, spans);
    }

    /** The latest key that an instance with the given key reads; empty if there is no such time. */
    List<PartitionKey> lastReadBy(List<Dimension> dimensions, PartitionKey key) {
        Map<String, Span> last = new LinkedHashMap<>();
        spans.forEach((dimension, span) -> last.put(dimension, new Span(span.to(), span.to())));
        return shifted(dimensions, key, last);
    }

    /** The keys of the instances that read the given key. */
    List<PartitionKey> readersOf(List<Dimension> dimensions, PartitionKey key) {
        Map<String, Span> back = new LinkedHashMap<>();
        spans.forEach((dimension, span) -> back.put(dimension, new Span(-span.to(), -span.from())));
        return shifted(dimensions, key, back);
    }

    /** The key of the instance for which the given key is the latest that it reads; empty if there is no such time. */
    public List<PartitionKey> lastReaderOf(List<Dimension> dimensions, PartitionKey key) {
        Map<String, Span> back = new LinkedHashMap<>();
        spans.forEach((dimension, span) -> back.put(dimension, new Span(-span.to(), -span.to())));
        return shifted(dimensions, key, back);
    }

    private static List<PartitionKey> shifted(List<Dimension> dimensions, PartitionKey key, Map<String, Span> spans) {
        if (spans.isEmpty()) {
            return List.of(key);
        }
        List<Map<String, String>> keys = new ArrayList<>();
        keys.add(new LinkedHashMap<>());
        for (Dimension dimension : dimensions) {
            String value = key.value(dimension.name()).orElseThrow();
            List<String> values = values(dimension, value, spans.get(dimension.name()));
            List<Map<String, String>> longer = new ArrayList<>();
            for (Map<String, String> prefix : keys) {
                for (String next : values) {
                    Map<String, String> extended = new LinkedHashMap<>(prefix);
                    extended.put(dimension.name(), next);
                    longer.add(extended);
                }
            }
            keys = longer;
        }
        return keys.stream().map(PartitionKey::of).toList();
    }

    private static List<String> values(Dimension dimension, String value, @Nullable Span span) {
        Granularity granularity = dimension.granularity();
        if (span == null || granularity == null) {
            return List.of(value);
        }
        List<String> values = new ArrayList<>();
        for (int step = span.from(); step <= span.to(); step++) {
            granularity.shift(value, step).ifPresent(values::add);
        }
        return values;
    }
}
