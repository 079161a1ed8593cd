package io.freshet.audit.http;

import io.freshet.contracts.id.DatasetRef;

/** What one of the sort keys of a list is, so that a cursor that nobody gave is refused before it reaches the database. */
enum SortKey {
    TEXT,
    /** Written {@code namespace/dataset}. */
    DATASET,
    TIME,
    NUMBER,
    /** A number of 32 bits. */
    INDEX;

    /**
     * @throws IllegalArgumentException if the text is no such key
     */
    void check(String text) {
        switch (this) {
            case TEXT -> {
                // Any text is one; none is longer than a parameter may be.
            }
            case DATASET -> {
                var _ = DatasetRef.parse(text);
            }
            case TIME -> {
                var _ = ParameterTime.parse(text);
            }
            case NUMBER -> {
                var _ = Long.parseLong(text);
            }
            case INDEX -> {
                var _ = Integer.parseInt(text);
            }
        }
    }
}
