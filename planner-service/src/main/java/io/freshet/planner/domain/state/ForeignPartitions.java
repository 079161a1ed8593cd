package io.freshet.planner.domain.state;

import io.freshet.contracts.data.PartitionVersion;
import io.freshet.contracts.partition.PartitionKey;
import io.freshet.planner.domain.table.Keys;
import io.freshet.planner.domain.table.Table;
import java.util.Comparator;
import org.jspecify.annotations.Nullable;

/**
 * What the catalogue has of the datasets that come from outside, under the catalogue's own texts and whatever the layouts say: a dataset
 * whose layout changes is still what it is, and each layout sees of it what fits. Where two texts name one partition, the one in the
 * order of the layout counts.
 */
public final class ForeignPartitions {
    private final Table<PartitionVersion> rows;

    public ForeignPartitions(Table<PartitionVersion> rows) {
        this.rows = rows;
    }

    /** The row of a partition: its values in the order of their names, then its own text. */
    public static String row(String dataset, PartitionKey partition) {
        return Keys.of(dataset, inOneOrder(partition), partition);
    }

    /** The version of what a layout calls so; null if there is none. */
    @Nullable
    public PartitionVersion version(String dataset, PartitionKey partition) {
        PartitionVersion[] found = {null};
        String own = row(dataset, partition);
        rows.scan(Keys.prefix(dataset, inOneOrder(partition)), (row, version) -> {
            found[0] = found[0] == null || row.equals(own) ? version : found[0];
            return !row.equals(own);
        });
        return found[0];
    }

    private static PartitionKey inOneOrder(PartitionKey partition) {
        return partition.values().size() < 2
                ? partition
                : new PartitionKey(partition.values().stream()
                        .sorted(Comparator.comparing(PartitionKey.Value::dimension))
                        .toList());
    }
}
