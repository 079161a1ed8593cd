package io.freshet.planner.domain.metadata;

import io.freshet.contracts.id.DatasetRef;
import io.freshet.contracts.partition.PartitionKey;
import io.freshet.planner.domain.table.Keys;
import io.freshet.planner.domain.table.Table;

/**
 * Snapshots under way of datasets of which partitions were known before. Which partitions a snapshot has had is kept until it ends, when
 * the known ones that it did not have are taken away.
 */
public final class Reconciliations {
    private static final String OPEN = "reconciling|";
    private static final String SEEN = "seen|";

    private final Table<String> rows;

    Reconciliations(Table<String> rows) {
        this.rows = rows;
    }

    public void begin(DatasetRef dataset) {
        open(dataset).set();
    }

    /** Whether partitions of the dataset are known that the snapshot under way may not have. */
    public boolean isOpen(DatasetRef dataset) {
        return open(dataset).isSet();
    }

    public void end(DatasetRef dataset) {
        open(dataset).clear();
    }

    /** The snapshot under way has the partition. */
    public void see(DatasetRef dataset, PartitionKey partition) {
        rows.put(seen(dataset) + partition, "");
    }

    /**
     * Forgets whether the snapshot has the partition.
     *
     * @return whether it was seen in the snapshot
     */
    public boolean forgetSeen(DatasetRef dataset, PartitionKey partition) {
        boolean saw = rows.get(seen(dataset) + partition) != null;
        if (saw) {
            rows.delete(seen(dataset) + partition);
        }
        return saw;
    }

    /** The prefix of the rows of partitions that were seen of a dataset. */
    public static String seen(DatasetRef dataset) {
        return Keys.prefix(SEEN + dataset.dataset());
    }

    private Flag open(DatasetRef dataset) {
        return new Flag(rows, OPEN + dataset.dataset());
    }
}
