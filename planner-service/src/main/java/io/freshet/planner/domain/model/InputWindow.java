package io.freshet.planner.domain.model;

import io.freshet.contracts.partition.Dimension;
import io.freshet.contracts.partition.Granularity;
import io.freshet.contracts.partition.PartitionJoin;
import io.freshet.contracts.partition.PartitionJoin.Reach;
import io.freshet.contracts.partition.PartitionKey;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/**
 * How far an input reaches along time: an instance at {@code t} reads from {@code t + from} to {@code t + to}.
 *
 * @param reach by time dimension; a dimension that is not named is read at the instance's own value
 */
public record InputWindow(Map<String, Reach> reach) {
    /** What the join says of its dimensions. */
    static InputWindow of(PartitionJoin join) {
        return new InputWindow(join.reach());
    }

    /** Whether it reaches the instance's own time. */
    boolean includesOwn() {
        return reach.values().stream().allMatch(along -> along.to() == 0);
    }

    /** How many keys an instance reads, and as many instances read a key. */
    long keys() {
        return reach.values().stream().mapToLong(Reach::values).reduce(1, (one, other) -> one * other);
    }

    /** The keys that an instance with the given key reads, the earliest first. */
    List<PartitionKey> readBy(List<Dimension> dimensions, PartitionKey key) {
        return shifted(dimensions, key, UnaryOperator.identity());
    }

    /** The latest key that an instance with the given key reads; empty if there is no such time. */
    List<PartitionKey> lastReadBy(List<Dimension> dimensions, PartitionKey key) {
        return shifted(dimensions, key, Reach::last);
    }

    /** The keys of the instances that read the given key. */
    List<PartitionKey> readersOf(List<Dimension> dimensions, PartitionKey key) {
        return shifted(dimensions, key, Reach::reversed);
    }

    /** The key of the instance for which the given key is the latest that it reads; empty if there is no such time. */
    public List<PartitionKey> lastReaderOf(List<Dimension> dimensions, PartitionKey key) {
        return shifted(dimensions, key, along -> along.last().reversed());
    }

    private List<PartitionKey> shifted(List<Dimension> dimensions, PartitionKey key, UnaryOperator<Reach> where) {
        if (reach.isEmpty()) {
            return List.of(key);
        }
        List<Map<String, String>> keys = new ArrayList<>();
        keys.add(new LinkedHashMap<>());
        for (Dimension dimension : dimensions) {
            String value = key.value(dimension.name()).orElseThrow();
            List<String> values =
                    values(dimension, value, where.apply(reach.getOrDefault(dimension.name(), Reach.OWN)));
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

    private static List<String> values(Dimension dimension, String value, Reach along) {
        Granularity granularity = dimension.granularity();
        if (granularity == null || along.equals(Reach.OWN)) {
            return List.of(value);
        }
        List<String> values = new ArrayList<>();
        for (int step = along.from(); step <= along.to(); step++) {
            granularity.shift(value, step).ifPresent(values::add);
        }
        return values;
    }
}
