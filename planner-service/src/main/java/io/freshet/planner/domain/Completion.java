package io.freshet.planner.domain;

import io.freshet.contracts.event.InstanceState;
import io.freshet.contracts.event.Reason;
import io.freshet.planner.domain.instance.InstanceId;

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
