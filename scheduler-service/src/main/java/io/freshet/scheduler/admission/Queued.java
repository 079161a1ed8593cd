package io.freshet.scheduler.admission;

import io.freshet.contracts.event.ReadyCommand.TaskReady;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * An attempt that was not launched yet.
 *
 * @param sequence counts arrivals, and orders what is equal otherwise
 * @param asleep whether it waits for its time rather than for a slot
 * @param gatherUntil until when it waits for others to share a slot with; null: it does not
 */
public record Queued(
        TaskReady ready,
        long sequence,
        boolean asleep,
        @Nullable Instant gatherUntil) {
    Ticket ticket() {
        return new Ticket(ready.attempt(), Lane.Key.of(ready), ready.orderKey(), sequence);
    }

    Queued awake() {
        return new Queued(ready, sequence, false, null);
    }

    Queued gathering(Instant until) {
        return new Queued(ready, sequence, false, until);
    }

    /** Whether it waits in its lane for a slot. */
    boolean isInLine() {
        return !asleep && gatherUntil == null;
    }
}
