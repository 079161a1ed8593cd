package io.freshet.planner.store.rows;

/** How much one decision may change and emit; of one event and one row see {@link io.freshet.contracts.topic.RecordLimits}, of all {@code docs/reference/bounds.md}. */
public final class DecisionBounds {
    /** Events of one decision. */
    public static final int MAX_EVENTS = 250_000;

    /** Bytes of all events and rows of one decision, which are in memory until it is whole. */
    public static final long MAX_DECISION_BYTES = 128L * 1024 * 1024;

    private DecisionBounds() {}
}
