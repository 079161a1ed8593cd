package io.freshet.planner.domain.metadata;

import io.freshet.contracts.id.DatasetRef;
import io.freshet.planner.domain.table.Keys;
import io.freshet.planner.domain.table.Table;
import java.util.List;

/** Replays that have said something of a dataset and may say more: each keeps its run open. */
public final class OpenReplays {
    private static final String REPLAY = "replay|";

    private final Table<String> rows;

    OpenReplays(Table<String> rows) {
        this.rows = rows;
    }

    /** False if it was open already. */
    public boolean open(DatasetRef dataset, String run) {
        String row = prefix(dataset) + run;
        boolean isNew = rows.get(row) == null;
        if (isNew) {
            rows.put(row, "");
        }
        return isNew;
    }

    /** False if it was not open. */
    public boolean close(DatasetRef dataset, String run) {
        String row = prefix(dataset) + run;
        boolean wasOpen = rows.get(row) != null;
        if (wasOpen) {
            rows.delete(row);
        }
        return wasOpen;
    }

    /** The runs of the replays that may say more of a dataset. */
    public List<String> runs(DatasetRef dataset) {
        return rows.keys(prefix(dataset)).stream().map(Keys::last).toList();
    }

    private static String prefix(DatasetRef dataset) {
        return Keys.prefix(REPLAY + dataset.dataset());
    }
}
