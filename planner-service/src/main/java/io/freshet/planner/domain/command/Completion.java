package io.freshet.planner.domain.command;

import io.freshet.contracts.event.InstanceState;
import io.freshet.contracts.event.Reason;
import io.freshet.planner.domain.graph.Forgetting;
import io.freshet.planner.domain.graph.InstanceCreation;
import io.freshet.planner.domain.instance.Instance;
import io.freshet.planner.domain.instance.InstanceId;
import io.freshet.planner.domain.port.InstancePort;
import io.freshet.planner.domain.run.InstanceEvents;
import io.freshet.planner.domain.run.ReasonMessages;
import io.freshet.planner.domain.run.Runs;
import io.freshet.planner.domain.run.StateChangedBuilder;

/** Ends a decision: nothing is planned any more. */
final class Completion {
    private final InstancePort instances;
    private final Runs runs;
    private final InstanceCreation creation;
    private final Forgetting forgetting;
    private final InstanceEvents events;

    Completion(
            InstancePort instances,
            Runs runs,
            InstanceCreation creation,
            Forgetting forgetting,
            InstanceEvents events) {
        this.instances = instances;
        this.runs = runs;
        this.creation = creation;
        this.forgetting = forgetting;
        this.events = events;
    }

    void apply() {
        forgetting.apply();
        reportPending();
        runs.finishEnded();
    }

    private void reportPending() {
        for (InstanceId id : creation.created()) {
            Instance instance = instances.instance(id);
            if (instance != null && !instance.settled() && instance.attempt() == null && instance.pending() > 0) {
                events.emit(StateChangedBuilder.of(id, InstanceState.PENDING, Reason.UPSTREAM_PENDING)
                        .explain(ReasonMessages.pending(instance.pending())));
            }
        }
    }
}
