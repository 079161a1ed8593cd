package io.freshet.planner.domain.run;

import io.freshet.contracts.event.ReadyCommand.TaskWithdrawn;
import io.freshet.contracts.event.Reason;
import io.freshet.contracts.id.InstanceRef;
import io.freshet.contracts.id.WorkflowRef;
import io.freshet.planner.domain.instance.Attempt;
import io.freshet.planner.domain.instance.Instance;
import io.freshet.planner.domain.instance.InstanceId;
import io.freshet.planner.domain.port.EffectPort;
import io.freshet.planner.domain.port.ModelPort;
import io.freshet.planner.domain.port.TimePort;
import io.freshet.planner.domain.state.Effects;
import java.time.Instant;
import java.util.List;

/** Emits the events about single instances, each with the runs that the instance is in. */
public final class InstanceEvents {
    private final WorkflowRef workflow;
    private final Effects effects;
    private final Instant now;
    private final Runs runs;

    public <P extends ModelPort & EffectPort & TimePort> InstanceEvents(P ports, Runs runs) {
        this.workflow = ports.model().ref();
        this.effects = ports.effects();
        this.now = ports.now();
        this.runs = runs;
    }

    public void emit(StateChangedBuilder change) {
        InstanceId id = change.instance();
        List<String> ofInstance = runs.of(id);
        String leading = ofInstance.isEmpty() ? null : runs.leading(id).id();
        effects.emit(change.build(id.in(workflow), leading, runs.causes(ofInstance), now));
    }

    /** The attempt in flight is no longer wanted; nothing is emitted if there is none. */
    public void withdraw(InstanceId id, Instance instance, Reason reason) {
        Attempt attempt = instance.attempt();
        if (attempt != null) {
            InstanceRef ref = id.in(workflow);
            effects.emit(new TaskWithdrawn(
                    ref, instance.attemptId(ref, attempt), runs.leading(id).id(), reason, now));
        }
    }
}
