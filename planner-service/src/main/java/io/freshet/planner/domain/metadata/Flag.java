package io.freshet.planner.domain.metadata;

import io.freshet.planner.domain.table.Table;

/** Something that is so or not: there is a row if it is. Not thread-safe. */
public final class Flag {
    private final Table<String> rows;
    private final String key;

    Flag(Table<String> rows, String key) {
        this.rows = rows;
        this.key = key;
    }

    public boolean isSet() {
        return rows.get(key) != null;
    }

    /** Writes nothing if the flag is set already. */
    public void set() {
        if (!isSet()) {
            rows.put(key, "");
        }
    }

    /** Writes nothing if the flag is not set. */
    void clear() {
        if (isSet()) {
            rows.delete(key);
        }
    }
}
