package io.freshet.planner.domain.model;

import io.freshet.contracts.partition.Dimension;
import io.freshet.contracts.partition.Granularity;
import io.freshet.contracts.partition.PartitionKey;
import java.util.List;
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
