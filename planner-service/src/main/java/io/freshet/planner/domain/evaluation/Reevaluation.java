package io.freshet.planner.domain.evaluation;

import io.freshet.planner.domain.graph.Propagation;
import io.freshet.planner.domain.run.InstanceEvents;
import io.freshet.planner.domain.run.StateChangedBuilder;

/** An attempt ended, and its end is not the last word: the instance is evaluated again. */
public record Reevaluation(InstanceEvents events, Propagation propagation) {
    public void because(StateChangedBuilder change) {
        events.emit(change);
        propagation.evaluate(change.instance());
    }
}
