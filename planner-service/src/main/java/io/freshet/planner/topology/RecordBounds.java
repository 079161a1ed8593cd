package io.freshet.planner.topology;

/** How large what one decision changes and says may be; see {@code docs/reference/bounds.md}. */
final class RecordBounds {
    /** Bytes of an event, or of a row with its key: half of what Kafka takes, since others wrap in their rows what they read. */
    static final int MAX_RECORD_BYTES = 8 * 1024 * 1024;

    /** Events of one decision. */
    static final int MAX_EVENTS = 250_000;

    /** Bytes of all events and rows of one decision, which are in memory until it is whole. */
    static final long MAX_DECISION_BYTES = 128L * 1024 * 1024;

    private RecordBounds() {}
}
