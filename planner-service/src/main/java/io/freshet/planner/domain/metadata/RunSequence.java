package io.freshet.planner.domain.metadata;

import io.freshet.planner.domain.table.Table;

/** Numbers the runs of a workflow, from 1. */
public final class RunSequence {
    private static final String LAST = "run-count";

    private final Table<String> rows;

    RunSequence(Table<String> rows) {
        this.rows = rows;
    }

    /** The number of the next run, which is not given again. */
    public long next() {
        String last = rows.get(LAST);
        long next = last == null ? 1 : Long.parseLong(last) + 1;
        rows.put(LAST, Long.toString(next));
        return next;
    }
}
