package io.freshet.planner.domain.metadata;

import io.freshet.contracts.id.DatasetRef;
import io.freshet.planner.domain.table.Table;
import org.jspecify.annotations.Nullable;

/** Batches of changes of which not all parts have come: at most one of each dataset. */
public final class OpenBatches {
    private static final String BATCH = "batch|";
    private static final char BETWEEN = ' ';

    /**
     * A batch whose readers are held until its last part has come.
     *
     * @param scope in which they are held, without spaces
     * @param run for which they were unsettled, without spaces
     */
    public record OpenBatch(String scope, String run) {}

    private final Table<String> rows;

    OpenBatches(Table<String> rows) {
        this.rows = rows;
    }

    public void open(DatasetRef dataset, OpenBatch batch) {
        rows.put(BATCH + dataset.dataset(), batch.scope() + BETWEEN + batch.run());
    }

    /** The dataset's incomplete batch; null if there is none. */
    @Nullable
    public OpenBatch find(DatasetRef dataset) {
        String row = rows.get(BATCH + dataset.dataset());
        if (row == null) {
            return null;
        }
        int end = row.indexOf(BETWEEN);
        return new OpenBatch(row.substring(0, end), row.substring(end + 1));
    }

    public void close(DatasetRef dataset) {
        rows.delete(BATCH + dataset.dataset());
    }
}
