package io.freshet.contracts.api;

import io.freshet.contracts.event.SourceRecord;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What to do with dead letters.
 *
 * @param action null is refused by whoever carries it out
 * @param letters where the records were that were rejected, 1 to {@link #MOST_LETTERS}
 */
public record DeadLetterOrder(@Nullable Action action, List<SourceRecord> letters) {
    /** The bound on the letters of one order. */
    public static final int MOST_LETTERS = 1_000;

    /** What is done with a record. */
    public enum Action {
        /** It is written to its topic again, behind everything that is there. */
        RETRY,
        /** It is marked as dealt with. */
        DISCARD
    }

    public DeadLetterOrder {
        letters = List.copyOf(letters);
    }
}
