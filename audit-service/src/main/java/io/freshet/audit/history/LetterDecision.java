package io.freshet.audit.history;

import io.freshet.contracts.api.DeadLetterDecision;

/**
 * What somebody decided about a rejected record.
 *
 * @param source where the record was, with its offset there
 */
public record LetterDecision(LogPartition source, long offset, DeadLetterDecision decision) implements LetterRow {}
