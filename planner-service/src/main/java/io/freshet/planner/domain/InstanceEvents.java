package io.freshet.planner.domain;

import io.freshet.contracts.event.ReadyCommand.TaskWithdrawn;
import io.freshet.contracts.event.Reason;
import io.freshet.contracts.id.InstanceRef;
import io.freshet.planner.domain.instance.InstanceId;
import java.util.List;

/** Emits the events about single instances, each with the runs that the instance is in. */
final class InstanceEvents {
    private final PlanningContext context;
    private final Runs runs;

    InstanceEvents(PlanningContext context, Runs runs) {
        this.context = context;
        this.runs = runs;
    }

    void emit(StateChangedBuilder change) {
        InstanceId id = change.instance();
        List<String> ofInstance = runs.of(id);
        String oldest = ofInstance.isEmpty() ? null : ofInstance.getFirst();
        context.emit(change.build(context.ref(id), oldest, runs.causes(ofInstance), context.now()));
    }

    /** The attempt in flight is no longer wanted; nothing is emitted if there is none. */
    void withdraw(InstanceId id, Instance instance, Reason reason) {
        Attempt attempt = instance.attempt();
        if (attempt != null) {
            InstanceRef ref = context.ref(id);
            context.emit(new TaskWithdrawn(
                    ref, instance.attemptId(ref, attempt), runs.of(id).getFirst(), reason, context.now()));
        }
    }
}
