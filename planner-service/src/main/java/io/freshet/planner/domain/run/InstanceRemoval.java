package io.freshet.planner.domain.run;

import io.freshet.contracts.event.InstanceState;
import io.freshet.contracts.event.Reason;
import io.freshet.planner.domain.instance.Accepted;
import io.freshet.planner.domain.instance.Instance;
import io.freshet.planner.domain.instance.InstanceId;
import io.freshet.planner.domain.port.InstancePort;
import io.freshet.planner.domain.port.ModelPort;

/** Takes instances away that the deployed version does not have. */
public final class InstanceRemoval {
    private final InstancePort instances;
    private final CriticalPath paths;
    private final Runs runs;
    private final InstanceEvents events;

    public <P extends ModelPort & InstancePort> InstanceRemoval(P ports, Runs runs, InstanceEvents events) {
        this.instances = ports;
        this.paths = new CriticalPath(ports, ports.model().ref());
        this.runs = runs;
        this.events = events;
    }

    public void apply(InstanceId id) {
        Instance instance = instances.require(id);
        events.withdraw(id, instance, Reason.REMOVED);
        events.emit(StateChangedBuilder.of(id, InstanceState.CANCELLED, Reason.REMOVED)
                .explain(ReasonMessages.removed()));
        runs.leave(
                id,
                false,
                paths.take(id),
                summary -> SummaryCounts.plus(summary, InstanceState.CANCELLED, Reason.REMOVED, Accepted.NOTHING));
        instances.delete(id);
    }
}
