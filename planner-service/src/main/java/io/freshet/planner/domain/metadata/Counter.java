package io.freshet.planner.domain.metadata;

import io.freshet.planner.domain.table.Table;

/** A number in a row of its own. There is no row while it is 0, so that a removed workflow leaves none. Not thread-safe. */
public final class Counter {
    private final Table<String> rows;
    private final String key;

    Counter(Table<String> rows, String key) {
        this.rows = rows;
        this.key = key;
    }

    public int get() {
        String count = rows.get(key);
        return count == null ? 0 : Integer.parseInt(count);
    }

    /**
     * Adds to the number.
     *
     * @param difference negative to subtract
     */
    public void add(int difference) {
        int next = get() + difference;
        if (next == 0) {
            rows.delete(key);
        } else {
            rows.put(key, Integer.toString(next));
        }
    }
}
