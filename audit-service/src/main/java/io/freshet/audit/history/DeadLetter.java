package io.freshet.audit.history;

import java.time.Instant;

/**
 * A record that was rejected.
 *
 * @param source where the record was, with its offset there
 * @param value the beginning of its value, as text
 * @param bytes the length of the whole value
 */
public record DeadLetter(
        LogPartition source,
        long offset,
        String key,
        String reason,
        String rejectedBy,
        String value,
        long bytes,
        Instant at) {
    /** How much of a value is shown. */
    public static final int SHOWN_CHARACTERS = 4_096;

    /** Who rejects what the audit service cannot keep. */
    public static final String BY_AUDIT = "audit";
}
