package io.freshet.scheduler.domain;

import io.freshet.contracts.event.ReadyCommand.TaskReady;

/**
 * An attempt that was not launched yet.
 *
 * @param sequence counts arrivals, and orders what is equal otherwise
 * @param asleep whether it waits for its time rather than for a slot
 */
public record Queued(TaskReady ready, long sequence, boolean asleep) {
    Ticket ticket() {
        return new Ticket(ready.attempt(), Lane.Key.of(ready), ready.orderKey(), sequence);
    }

    Queued awake() {
        return new Queued(ready, sequence, false);
    }
}
