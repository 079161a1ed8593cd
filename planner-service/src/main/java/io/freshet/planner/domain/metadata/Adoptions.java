package io.freshet.planner.domain.metadata;

import io.freshet.contracts.id.DatasetRef;
import io.freshet.planner.domain.table.Table;

/** Datasets that the workflow makes since its last deployment, of which the catalogue is asked what there is. */
public final class Adoptions {
    private static final String ADOPTING = "adopting|";

    private final Table<String> rows;

    Adoptions(Table<String> rows) {
        this.rows = rows;
    }

    public void begin(DatasetRef dataset) {
        rows.put(ADOPTING + dataset.dataset(), "");
    }

    public boolean isOpen(DatasetRef dataset) {
        return rows.get(ADOPTING + dataset.dataset()) != null;
    }

    public void end(DatasetRef dataset) {
        rows.delete(ADOPTING + dataset.dataset());
    }
}
