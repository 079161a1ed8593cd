package io.freshet.planner.domain.model;

import io.freshet.contracts.partition.Dimension;
import io.freshet.contracts.partition.Granularity;
import io.freshet.contracts.partition.PartitionKey;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Questions about partition keys. */
public final class Partitions {
    private Partitions() {}

    /** Whether the key has exactly these dimensions, in any order, each with a value of its kind. */
    public static boolean fit(List<Dimension> dimensions, PartitionKey partition) {
        if (partition.values().size() != dimensions.size()) {
            return false;
        }
        for (Dimension dimension : dimensions) {
            String value = partition.value(dimension.name()).orElse(null);
            Granularity granularity = dimension.granularity();
            if (value == null || (granularity != null && !granularity.isValid(value))) {
                return false;
            }
        }
        return true;
    }

    /** Whether the instance has, for each dimension named, the value; of a time dimension a prefix is enough. */
    public static boolean matches(List<Dimension> dimensions, PartitionKey instance, Map<String, String> where) {
        for (Map.Entry<String, String> wanted : where.entrySet()) {
            String value = instance.value(wanted.getKey()).orElse(null);
            if (value == null || !matches(dimension(dimensions, wanted.getKey()), value, wanted.getValue())) {
                return false;
            }
        }
        return true;
    }

    private static boolean matches(@Nullable Dimension dimension, String value, String wanted) {
        return (dimension != null && dimension.isTime()) ? value.startsWith(wanted) : value.equals(wanted);
    }

    private static @Nullable Dimension dimension(List<Dimension> dimensions, String name) {
        return dimensions.stream()
                .filter(dimension -> dimension.name().equals(name))
                .findFirst()
                .orElse(null);
    }

    /** The value of the finest time dimension; null if there is none. */
    public static @Nullable String time(List<Dimension> dimensions, PartitionKey instance) {
        Granularity finest = null;
        String time = null;
        for (Dimension dimension : dimensions) {
            Granularity granularity = dimension.granularity();
            if (granularity != null && (finest == null || finest.isCoarserThan(granularity))) {
                finest = granularity;
                time = instance.value(dimension.name()).orElse(null);
            }
        }
        return time;
    }
}
