package io.freshet.planner.store.rows;

import io.freshet.contracts.topic.RecordLimits;

/** How large what one decision changes and says may be; see {@code docs/reference/bounds.md}. */
public final class RecordBounds {
    /** Bytes of an event. */
    public static final int MAX_EVENT_BYTES = RecordLimits.MAX_EVENT_BYTES;

    /** Bytes of a row with its key: more than an event, since events are kept in rows. */
    public static final int MAX_ROW_BYTES = RecordLimits.MAX_ROW_BYTES;

    /** Events of one decision. */
    public static final int MAX_EVENTS = 250_000;

    /** Bytes of all events and rows of one decision, which are in memory until it is whole. */
    public static final long MAX_DECISION_BYTES = 128L * 1024 * 1024;

    private RecordBounds() {}
}
