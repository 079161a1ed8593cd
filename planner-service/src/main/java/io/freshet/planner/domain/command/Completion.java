package io.freshet.planner.domain.command;

import io.freshet.contracts.event.InstanceState;
import io.freshet.contracts.event.Reason;
import io.freshet.planner.domain.graph.DependencyGraph;
import io.freshet.planner.domain.graph.Forgetting;
import io.freshet.planner.domain.instance.Instance;
import io.freshet.planner.domain.instance.InstanceId;
import io.freshet.planner.domain.run.InstanceEvents;
import io.freshet.planner.domain.run.ReasonMessages;
import io.freshet.planner.domain.run.Runs;
import io.freshet.planner.domain.run.StateChangedBuilder;
import io.freshet.planner.domain.state.PlanningContext;

/** Ends a decision: nothing is planned any more, and what was changed is written. */
record Completion(
        PlanningContext context, Runs runs, DependencyGraph graph, Forgetting forgetting, InstanceEvents events) {
    void apply() {
        forgetting.apply();
        reportPending();
        runs.finishEnded();
        context.tables().flush();
    }

    private void reportPending() {
        for (InstanceId id : graph.created()) {
            Instance instance = context.tables().instance(id);
            if (instance != null && !instance.settled() && instance.attempt() == null && instance.pending() > 0) {
                events.emit(StateChangedBuilder.of(id, InstanceState.PENDING, Reason.UPSTREAM_PENDING)
                        .explain(ReasonMessages.pending(instance.pending())));
            }
        }
    }
}
