package io.freshet.planner.domain.metadata;

import io.freshet.contracts.id.DatasetRef;
import io.freshet.planner.domain.table.Table;
import org.jspecify.annotations.Nullable;

/** Subscriptions to datasets that the catalogue has not answered yet, each with the run that waits for the answer. */
public final class Subscriptions {
    private static final String AWAITING = "awaiting|";
    private static final String AWAITED = "awaited";

    private final Table<String> rows;
    private final Counter awaited;

    Subscriptions(Table<String> rows) {
        this.rows = rows;
        this.awaited = new Counter(rows, AWAITED);
    }

    /** The dataset was subscribed to on behalf of a run. */
    public void await(DatasetRef dataset, String run) {
        if (awaitingRun(dataset) == null) {
            awaited.add(1);
        }
        rows.put(AWAITING + dataset.dataset(), run);
    }

    /** The run that waits for the dataset's answer; null if none does. */
    @Nullable
    public String awaitingRun(DatasetRef dataset) {
        return rows.get(AWAITING + dataset.dataset());
    }

    /** The answer has come, or is not wanted any more. */
    public void answered(DatasetRef dataset) {
        if (awaitingRun(dataset) != null) {
            awaited.add(-1);
            rows.delete(AWAITING + dataset.dataset());
        }
    }

    /** Whether the answer for any dataset is still to come. */
    public boolean isAwaitingAny() {
        return awaited.get() > 0;
    }
}
