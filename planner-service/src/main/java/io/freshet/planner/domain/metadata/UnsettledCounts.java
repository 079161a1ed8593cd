package io.freshet.planner.domain.metadata;

import io.freshet.planner.domain.table.Table;

/** How many edges under the key of an input are unsettled. */
public final class UnsettledCounts {
    private static final String UNSETTLED = "unsettled|";

    private final Table<String> rows;

    UnsettledCounts(Table<String> rows) {
        this.rows = rows;
    }

    /**
     * The count of a key.
     *
     * @param prefix of the edges under the key
     */
    public Counter under(String prefix) {
        return new Counter(rows, UNSETTLED + prefix);
    }
}
