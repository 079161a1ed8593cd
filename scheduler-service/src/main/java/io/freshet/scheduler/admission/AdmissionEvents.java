package io.freshet.scheduler.admission;

import io.freshet.contracts.event.InstanceState;
import io.freshet.contracts.event.LaunchCommand.LaunchAttempt;
import io.freshet.contracts.event.ReadyCommand.TaskReady;
import io.freshet.contracts.event.Reason;
import io.freshet.contracts.event.TaskEvent.StateChanged;
import java.time.Instant;
import java.util.List;

/** The events of admission. */
final class AdmissionEvents {
    private AdmissionEvents() {}

    static LaunchAttempt launch(TaskReady ready, Instant now) {
        return new LaunchAttempt(ready.attempt(), ready.number(), ready.runs(), ready.work(), now);
    }

    static StateChanged admitted(TaskReady ready, Slots slots, Instant now) {
        PoolKey pool = PoolKey.of(ready);
        String sentence = AdmissionMessages.admitted(ready, slots.size(pool));
        return state(ready, InstanceState.ADMITTED, Reason.SLOT_FREE, sentence, now);
    }

    static StateChanged asleep(TaskReady ready, Instant now) {
        return state(ready, InstanceState.READY, Reason.NOT_BEFORE, AdmissionMessages.asleep(ready), now);
    }

    static StateChanged waits(TaskReady ready, Slots slots, Instant now) {
        String sentence = AdmissionMessages.waits(Lane.Key.of(ready), slots);
        return state(ready, InstanceState.READY, Reason.NO_SLOT, sentence, now);
    }

    private static StateChanged state(
            TaskReady ready, InstanceState state, Reason reason, String sentence, Instant now) {
        return new StateChanged(
                ready.instance(),
                state,
                reason,
                sentence,
                ready.run(),
                ready.attempt(),
                List.of(),
                List.of(),
                // The order of the attempt has it.
                null,
                List.of(),
                now);
    }
}
