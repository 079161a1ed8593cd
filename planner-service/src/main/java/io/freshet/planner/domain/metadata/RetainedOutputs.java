package io.freshet.planner.domain.metadata;

import io.freshet.contracts.id.DatasetRef;
import io.freshet.contracts.partition.PartitionKey;
import io.freshet.planner.domain.instance.InstanceId;
import io.freshet.planner.domain.table.Keys;
import io.freshet.planner.domain.table.Table;

/** Partitions that their instances no longer write, in datasets that keep what is deleted. */
public final class RetainedOutputs {
    private static final String KEPT = "kept|";

    private final Table<String> rows;

    RetainedOutputs(Table<String> rows) {
        this.rows = rows;
    }

    /** The instance no longer writes the partition. */
    public void retain(InstanceId id, DatasetRef dataset, PartitionKey partition) {
        rows.put(KEPT + Keys.of(id.key(), dataset.dataset(), partition), "");
    }

    /** The instance writes the partition again; nothing happens if it never ceased to. */
    public void rewritten(InstanceId id, DatasetRef dataset, PartitionKey partition) {
        String row = KEPT + Keys.of(id.key(), dataset.dataset(), partition);
        if (rows.get(row) != null) {
            rows.delete(row);
        }
    }

    public void forget(String row) {
        rows.delete(row);
    }

    /** The key among the outputs of what such a row is about. */
    public static String output(String row) {
        return row.substring(KEPT.length());
    }

    /** The prefix of the rows of a task. */
    public static String rowsOf(String task) {
        return KEPT + Keys.prefix(task);
    }
}
