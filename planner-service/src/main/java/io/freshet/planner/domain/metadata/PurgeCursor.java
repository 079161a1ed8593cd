package io.freshet.planner.domain.metadata;

import io.freshet.planner.domain.table.Table;
import org.jspecify.annotations.Nullable;

/** How far the deletion of all rows of a workflow has come. */
public final class PurgeCursor {
    static final String PURGING = "purging";
    private static final char BETWEEN = ' ';

    /**
     * Where it goes on.
     *
     * @param table the number of the table
     * @param from a key in the table before which all rows are deleted; empty: none is
     */
    public record Position(int table, String from) {}

    private final Table<String> rows;

    PurgeCursor(Table<String> rows) {
        this.rows = rows;
    }

    /** Where the deletion goes on; null if none has begun. */
    @Nullable
    public Position get() {
        String row = rows.get(PURGING);
        if (row == null) {
            return null;
        }
        int end = row.indexOf(BETWEEN);
        return new Position(Integer.parseInt(row.substring(0, end)), row.substring(end + 1));
    }

    public void set(Position position) {
        rows.put(PURGING, Integer.toString(position.table()) + BETWEEN + position.from());
    }

    public void clear() {
        rows.delete(PURGING);
    }
}
