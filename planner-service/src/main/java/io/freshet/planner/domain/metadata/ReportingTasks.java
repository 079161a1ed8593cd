package io.freshet.planner.domain.metadata;

import io.freshet.planner.domain.table.Table;

/** The tasks of which an instance ever reported a result. Of most tasks none does, and then nothing need be looked up. */
public final class ReportingTasks {
    private static final String REPORTED = "reported|";

    private final Table<String> rows;

    ReportingTasks(Table<String> rows) {
        this.rows = rows;
    }

    public boolean contains(String task) {
        return of(task).isSet();
    }

    public void add(String task) {
        of(task).set();
    }

    private Flag of(String task) {
        return new Flag(rows, REPORTED + task);
    }
}
