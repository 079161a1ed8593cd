package io.freshet.planner.domain.run;

import io.freshet.contracts.event.ReadyCommand.TaskWithdrawn;
import io.freshet.contracts.event.Reason;
import io.freshet.contracts.id.InstanceRef;
import io.freshet.planner.domain.instance.Attempt;
import io.freshet.planner.domain.instance.Instance;
import io.freshet.planner.domain.instance.InstanceId;
import io.freshet.planner.domain.state.PlanningContext;
import java.util.List;

/** Emits the events about single instances, each with the runs that the instance is in. */
public final class InstanceEvents {
    private final PlanningContext context;
    private final Runs runs;

    public InstanceEvents(PlanningContext context, Runs runs) {
        this.context = context;
        this.runs = runs;
    }

    public void emit(StateChangedBuilder change) {
        InstanceId id = change.instance();
        List<String> ofInstance = runs.of(id);
        String leading = ofInstance.isEmpty() ? null : runs.leading(id).id();
        context.emit(change.build(context.ref(id), leading, runs.causes(ofInstance), context.now()));
    }

    /** The attempt in flight is no longer wanted; nothing is emitted if there is none. */
    public void withdraw(InstanceId id, Instance instance, Reason reason) {
        Attempt attempt = instance.attempt();
        if (attempt != null) {
            InstanceRef ref = context.ref(id);
            context.emit(new TaskWithdrawn(
                    ref, instance.attemptId(ref, attempt), runs.leading(id).id(), reason, context.now()));
        }
    }
}
