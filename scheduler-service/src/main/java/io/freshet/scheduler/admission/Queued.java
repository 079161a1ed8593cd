package io.freshet.scheduler.admission;

import io.freshet.contracts.event.ReadyCommand.TaskReady;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * An attempt that was not launched yet.
 *
 * @param sequence counts arrivals, and orders what is equal otherwise
 * @param asleep whether it waits for its time rather than for a slot
 * @param until by the clock of admission, until when it waits for its time, or for others to share a slot with; null: for neither
 */
public record Queued(
        TaskReady ready,
        long sequence,
        boolean asleep,
        @Nullable Instant until) {
    /** One that has just arrived, and waits for a slot. */
    static Queued arrived(TaskReady ready, long sequence) {
        return new Queued(ready, sequence, false, null);
    }

    /** How long an attempt is to wait from when the planner asks for it. Both times are the planner's: its clock may be another's. */
    static Duration wait(TaskReady ready) {
        Instant notBefore = ready.notBefore();
        return notBefore == null || !notBefore.isAfter(ready.at())
                ? Duration.ZERO
                : Duration.between(ready.at(), notBefore);
    }

    Ticket ticket() {
        return new Ticket(ready.attempt(), Lane.Key.of(ready), ready.orderKey(), sequence);
    }

    Queued awake() {
        return new Queued(ready, sequence, false, null);
    }

    Queued gathering(Instant end) {
        return new Queued(ready, sequence, false, end);
    }

    Queued asleep(Instant end) {
        return new Queued(ready, sequence, true, end);
    }

    /** Whether it waits in its lane for a slot. */
    boolean isInLine() {
        return !asleep && until == null;
    }

    /** The same after a restart, when the clock may have been put back meanwhile: it waits no longer than it was to wait in all. */
    Queued restored(Instant now) {
        if (isInLine()) {
            return this;
        }
        Instant latest = now.plus(asleep ? wait(ready) : Admission.GATHERING);
        return until == null || until.isAfter(latest) ? new Queued(ready, sequence, asleep, latest) : this;
    }
}
