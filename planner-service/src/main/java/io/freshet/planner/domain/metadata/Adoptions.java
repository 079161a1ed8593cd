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
        of(dataset).set();
    }

    public boolean isOpen(DatasetRef dataset) {
        return of(dataset).isSet();
    }

    public void end(DatasetRef dataset) {
        of(dataset).clear();
    }

    private Flag of(DatasetRef dataset) {
        return new Flag(rows, ADOPTING + dataset.dataset());
    }
}
