package io.freshet.planner.domain.evaluation;

import io.freshet.contracts.event.InstanceState;
import io.freshet.planner.domain.instance.InstanceId;
import io.freshet.planner.domain.run.StateChangedBuilder;
import io.freshet.planner.domain.state.Run;
import org.jspecify.annotations.Nullable;

/**
 * Why an instance is not to run.
 *
 * @param attempt the one that was stopped; null if none was, or it is not of interest
 */
public record Halt(Run.Stop stop, @Nullable String attempt) {
    StateChangedBuilder cancelled(InstanceId id) {
        return StateChangedBuilder.of(id, InstanceState.CANCELLED, stop.reason())
                .explain(stop.sentence())
                .attempt(attempt);
    }
}
