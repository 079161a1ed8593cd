package io.freshet.planner.domain.metadata;

import io.freshet.planner.domain.table.Table;

/** The removal of a workflow, until nothing of it is left. */
public final class PendingRemoval {
    static final String REMOVED = "removed";
    static final String DISCARDED = "discarded";

    private final Table<String> rows;
    private final Flag removed;

    PendingRemoval(Table<String> rows) {
        this.rows = rows;
        this.removed = new Flag(rows, REMOVED);
    }

    public void begin() {
        removed.set();
    }

    public boolean isBegun() {
        return removed.isSet();
    }

    /** Nothing of the removal is left to be done. */
    public void end() {
        rows.delete(REMOVED);
        rows.delete(DISCARDED);
    }

    /** The first so many events of the inbox came before the removal, and count for nothing. */
    public void discard(long events) {
        if (events == 0) {
            rows.delete(DISCARDED);
        } else {
            rows.put(DISCARDED, Long.toString(events));
        }
    }

    /** Whether the first event of the inbox, which is taken out now, counts for nothing. */
    public boolean takeDiscarded() {
        String events = rows.get(DISCARDED);
        if (events == null) {
            return false;
        }
        discard(Long.parseLong(events) - 1);
        return true;
    }
}
