package io.freshet.scheduler.admission;

import io.freshet.contracts.event.ReadyCommand.TaskReady;
import io.freshet.contracts.id.TaskRef;

/** What admission tells people. */
final class AdmissionMessages {
    private AdmissionMessages() {}

    static String admitted(TaskReady ready, int inUse, int slots) {
        return "Admitted to pool '%s', of which %d of %d slots are in use now".formatted(ready.pool(), inUse, slots);
    }

    static String asleep(TaskReady ready) {
        return "Waits until %s before attempt %d".formatted(ready.notBefore(), ready.number());
    }

    static String poolIsFull(TaskReady ready, int inUse, int slots, int waiting) {
        return slots == 0
                ? "Waits for a slot: pool '%s' is paused (0 slots)".formatted(ready.pool())
                : "Waits for a slot of pool '%s': %d of %d in use, %d waiting"
                        .formatted(ready.pool(), inUse, slots, waiting);
    }

    static String taskIsAtItsLimit(TaskRef task, int active, int maxActive) {
        return "Waits for task '%s': %d of at most %d attempts run".formatted(task.task(), active, maxActive);
    }
}
