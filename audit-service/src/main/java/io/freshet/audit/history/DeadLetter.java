package io.freshet.audit.history;

import java.time.Instant;

/**
 * A record that was rejected. Of its texts at most {@link #SHOWN_CHARACTERS} are kept, see {@link #shown}, so that a letter can be kept
 * whatever was in the record.
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
        Instant at)
        implements LetterRow {
    /** How much of a text is shown. */
    public static final int SHOWN_CHARACTERS = 4_096;

    /** Who rejects what the audit service cannot keep. */
    public static final String BY_AUDIT = "audit";

    private static final Instant LATEST = Instant.parse("9999-12-31T23:59:59Z");

    /** When it was rejected, as a time that a database knows. */
    public Instant keptAt() {
        return kept(at);
    }

    /** The nearest time that a database knows. */
    public static Instant kept(Instant at) {
        if (at.isBefore(Instant.EPOCH)) {
            return Instant.EPOCH;
        }
        return at.isAfter(LATEST) ? LATEST : at;
    }

    /** The beginning of a text, never cut within a character. */
    public static String shown(String text) {
        if (text.length() <= SHOWN_CHARACTERS) {
            return text;
        }
        boolean cutsCharacter = Character.isHighSurrogate(text.charAt(SHOWN_CHARACTERS - 1));
        return text.substring(0, cutsCharacter ? SHOWN_CHARACTERS - 1 : SHOWN_CHARACTERS);
    }
}
