package io.freshet.planner.domain.metadata;

import io.freshet.planner.domain.table.Table;
import java.util.List;

/** The open runs that somebody asked for, and whether the last one that ended did not succeed. */
public final class RequestedRuns {
    private static final String OPEN = "requested|";
    private static final String BARRED = "barred";

    private final Table<String> rows;
    private final Flag barred;

    RequestedRuns(Table<String> rows) {
        this.rows = rows;
        this.barred = new Flag(rows, BARRED);
    }

    public void open(String run) {
        rows.put(OPEN + run, "");
    }

    /** Nothing happens if it was not opened: a replay is no run that others wait for. */
    public void close(String run, boolean succeeded) {
        if (rows.get(OPEN + run) == null) {
            return;
        }
        rows.delete(OPEN + run);
        if (succeeded) {
            barred.clear();
        } else {
            barred.set();
        }
    }

    /** The ids of the open runs that somebody asked for. */
    public List<String> open() {
        return rows.keys(OPEN).stream().map(row -> row.substring(OPEN.length())).toList();
    }

    /** Whether the last run that was asked for and ended did not succeed. */
    public boolean hasLastFailed() {
        return barred.isSet();
    }
}
