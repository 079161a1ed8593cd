package io.freshet.contracts.topic;

/** How large records, events and rows may be, in bytes; see {@code docs/reference/bounds.md}. */
public final class RecordLimits {
    /** The largest record with its key and headers, which is what brokers with Kafka's own settings allow: 1 MiB. */
    public static final int MAX_RECORD_BYTES = 1024 * 1024;

    /** The largest data of an event. What is left is for the key and the headers, and for readers that keep it in a row. */
    public static final int MAX_EVENT_BYTES = MAX_RECORD_BYTES - 64 * 1024;

    /** The largest row of a store, with its key: it is a record of the store's changelog. */
    public static final int MAX_ROW_BYTES = MAX_RECORD_BYTES - 16 * 1024;

    private RecordLimits() {}
}
