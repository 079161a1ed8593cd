package io.freshet.contracts.api;

import io.freshet.contracts.event.SourceRecord;
import org.jspecify.annotations.Nullable;

/**
 * What became of an order about one dead letter.
 *
 * @param letter where the record was that was rejected
 * @param retriedAs where it is now; null unless it was retried
 */
public record DeadLetterOutcome(
        SourceRecord letter, Result result, @Nullable SourceRecord retriedAs) {
    /** What was done. */
    public enum Result {
        RETRIED,
        DISCARDED,
        /** No service has rejected such a record, or it is longer ago than dead letters are kept. */
        UNKNOWN,
        /** The letter has a part of the record only, and its topic has the whole no more. */
        INCOMPLETE
    }
}
