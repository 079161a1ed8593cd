package io.freshet.planner.domain.attempt;

import io.freshet.contracts.event.InstanceState;
import io.freshet.contracts.event.Reason;
import io.freshet.planner.domain.instance.Attempt;
import io.freshet.planner.domain.instance.Instance;
import io.freshet.planner.domain.instance.InstanceId;
import io.freshet.planner.domain.model.TaskModel;
import io.freshet.planner.domain.run.StateChangedBuilder;
import org.jspecify.annotations.Nullable;

/**
 * An attempt that ended and that its instance waits for.
 *
 * @param instance before the end, with the attempt
 * @param trace that the attempt is in; null where it is not known
 */
record FinishedAttempt(
        InstanceId id,
        TaskModel task,
        Instance instance,
        Attempt attempt,
        String attemptId,
        @Nullable String trace) {
    StateChangedBuilder change(InstanceState state, Reason reason) {
        return StateChangedBuilder.of(id, state, reason).attempt(attemptId).actionKey(instance.triedKey());
    }
}
