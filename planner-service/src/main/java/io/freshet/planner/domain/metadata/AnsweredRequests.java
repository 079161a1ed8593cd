package io.freshet.planner.domain.metadata;

import io.freshet.planner.domain.table.Table;

/** The last run requests that were answered, so that one which is read again does nothing. */
public final class AnsweredRequests {
    /** How many requests are remembered. */
    static final int CAPACITY = 1_000;

    private static final String ANSWERED = "answered|";
    private static final String SLOT = "answered-place|";
    private static final String COUNT = "answered-count";

    private final Table<String> rows;

    AnsweredRequests(Table<String> rows) {
        this.rows = rows;
    }

    public boolean contains(String run) {
        return rows.get(ANSWERED + run) != null;
    }

    /** Remembers a request in the place of the one that was answered longest ago. */
    public void add(String run) {
        String last = rows.get(COUNT);
        long count = last == null ? 0 : Long.parseLong(last);
        String slot = SLOT + count % CAPACITY;
        String oldest = rows.get(slot);
        if (oldest != null) {
            rows.delete(ANSWERED + oldest);
        }
        rows.put(slot, run);
        rows.put(ANSWERED + run, "");
        rows.put(COUNT, Long.toString(count + 1));
    }
}
