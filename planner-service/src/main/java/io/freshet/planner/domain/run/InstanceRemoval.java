package io.freshet.planner.domain.run;

import io.freshet.contracts.event.InstanceState;
import io.freshet.contracts.event.Reason;
import io.freshet.planner.domain.instance.Accepted;
import io.freshet.planner.domain.instance.Instance;
import io.freshet.planner.domain.instance.InstanceId;
import io.freshet.planner.domain.state.CriticalPath;
import io.freshet.planner.domain.state.PlanningContext;
import io.freshet.planner.domain.state.WorkflowTables;

/** Takes instances away that the deployed version does not have. */
public record InstanceRemoval(PlanningContext context, Runs runs, InstanceEvents events) {
    public void apply(InstanceId id) {
        WorkflowTables tables = context.tables();
        Instance instance = tables.require(id);
        events.withdraw(id, instance, Reason.REMOVED);
        events.emit(StateChangedBuilder.of(id, InstanceState.CANCELLED, Reason.REMOVED)
                .explain(ReasonMessages.removed()));
        runs.leave(
                id,
                false,
                new CriticalPath(tables, context.workflow()).take(id),
                summary -> SummaryCounts.plus(summary, InstanceState.CANCELLED, Reason.REMOVED, Accepted.NOTHING));
        tables.delete(id);
    }
}
