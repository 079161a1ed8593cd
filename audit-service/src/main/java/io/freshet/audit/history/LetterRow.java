package io.freshet.audit.history;

/** What a record of a dead-letter topic says. */
public sealed interface LetterRow permits DeadLetter, LetterDecision {
    /** Where the record was that was rejected. */
    LogPartition source();

    /** Its offset there. */
    long offset();
}
