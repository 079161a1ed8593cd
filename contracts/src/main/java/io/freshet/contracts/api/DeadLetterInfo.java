package io.freshet.contracts.api;

import io.freshet.contracts.event.SourceRecord;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A record that somebody rejected.
 *
 * @param topic where the record was, with its partition and offset there
 * @param reason why it was rejected
 * @param rejectedBy {@code audit} if the audit service itself could not keep it; else who put it on the dead-letter topic, as far as
 *     the letter says
 * @param value the first 4,096 bytes as UTF-8
 * @param bytes the length of the whole value
 * @param decision what was decided about it last; null: nothing yet
 */
public record DeadLetterInfo(
        String topic,
        int partition,
        long offset,
        String key,
        String reason,
        String rejectedBy,
        String value,
        long bytes,
        Instant at,
        @Nullable DeadLetterDecision decision) {
    /** Whether somebody has to look at it. */
    public enum State {
        OPEN,
        RETRIED,
        DISCARDED
    }

    /** Where the record was, by which it is named. */
    public SourceRecord place() {
        return new SourceRecord(topic, partition, offset);
    }

    public State state() {
        return decision == null
                ? State.OPEN
                : switch (decision.kind()) {
                    case RETRIED -> State.RETRIED;
                    case DISCARDED -> State.DISCARDED;
                };
    }
}
