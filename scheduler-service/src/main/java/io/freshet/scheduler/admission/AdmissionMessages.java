package io.freshet.scheduler.admission;

import io.freshet.contracts.event.ReadyCommand.TaskReady;
import io.freshet.contracts.id.TaskRef;

/** The sentences of admission that people read. */
final class AdmissionMessages {
    private AdmissionMessages() {}

    static String admitted(TaskReady ready, int inUse, int slots) {
        return "Admitted to pool '%s' (%d of %d slots in use)".formatted(ready.pool(), inUse, slots);
    }

    static String asleep(TaskReady ready) {
        return "Waits until %s to start attempt %d".formatted(ready.notBefore(), ready.number());
    }

    static String poolIsFull(TaskReady ready, int inUse, int slots, int waiting) {
        return slots == 0
                ? "Waits for a slot: pool '%s' is paused (0 slots)".formatted(ready.pool())
                : "Waits for a slot of pool '%s': %d of %d in use, %d waiting"
                        .formatted(ready.pool(), inUse, slots, waiting);
    }

    static String taskIsAtItsLimit(TaskRef task, int active, int maxActive) {
        return "Waits because task '%s' already runs %d of at most %d attempts"
                .formatted(task.task(), active, maxActive);
    }

    static String runIsAtItsLimit(String run, int active, int maxActive) {
        return maxActive == 0
                ? "Waits because run %s is paused".formatted(run)
                : "Waits because run %s already has %d of at most %d attempts under way"
                        .formatted(run, active, maxActive);
    }
}
