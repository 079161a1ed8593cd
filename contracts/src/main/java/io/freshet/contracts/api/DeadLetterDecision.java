package io.freshet.contracts.api;

import java.time.Instant;

/**
 * What somebody decided about a dead letter.
 *
 * @param by who
 */
public record DeadLetterDecision(Kind kind, String by, Instant at) {
    /** Whether the record was given another try. */
    public enum Kind {
        /** It was written to its topic again. */
        RETRIED,
        /** Nothing is to come of it. */
        DISCARDED
    }
}
