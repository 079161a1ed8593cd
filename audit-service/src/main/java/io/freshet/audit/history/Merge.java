package io.freshet.audit.history;

import java.util.Collection;
import java.util.Map;
import java.util.TreeMap;

/**
 * Rows of one kind, one per key, in the order of their keys: what a batch says in sum. The order is the same wherever rows are
 * written, so that two writers cannot wait for each other.
 */
public final class Merge<R extends Row> {
    private final Map<String, R> rows = new TreeMap<>();

    public void add(R row) {
        rows.merge(row.key(), row, Merge::choose);
    }

    public Collection<R> rows() {
        return rows.values();
    }

    /** Which of two rows of one kind and key holds. */
    public static <R extends Row> R choose(R known, R other) {
        return switch (known) {
            case Row.Once _ -> known;
            case Row.Latest latest -> seqOf(other) > latest.seq() ? other : known;
            case Row.First first -> seqOf(other) < first.seq() ? other : known;
        };
    }

    private static long seqOf(Row row) {
        return switch (row) {
            case Row.Once _ -> 0;
            case Row.Latest latest -> latest.seq();
            case Row.First first -> first.seq();
        };
    }
}
