package io.freshet.planner.domain.command;

import io.freshet.planner.domain.deployment.PagedRule;
import io.freshet.planner.domain.instance.InstanceId;
import io.freshet.planner.domain.run.InstanceRemoval;
import io.freshet.planner.domain.run.Runs;
import io.freshet.planner.domain.state.Continuation;
import io.freshet.planner.domain.state.Continuation.Clearing;
import io.freshet.planner.domain.state.Continuation.Finishing;
import io.freshet.planner.domain.state.Continuation.Removing;
import io.freshet.planner.domain.state.Continuation.Unholding;
import io.freshet.planner.domain.state.WorkflowTables;
import io.freshet.planner.domain.table.Keys;
import io.freshet.planner.domain.table.Table;

/** Takes rows away that the deployed version does not have. */
record RemovalWorkRule(WorkflowTables tables, Runs runs, InstanceRemoval instances)
        implements PagedRule<Continuation.RemovalWork> {
    @Override
    public Table<?> rows(Continuation.RemovalWork work) {
        return switch (work) {
            case Removing _ -> tables.instances;
            case Unholding _ -> tables.holds;
            case Finishing _ -> tables.runs;
            case Clearing clearing -> tables.rows(clearing.rows());
        };
    }

    @Override
    public String prefix(Continuation.RemovalWork work) {
        return switch (work) {
            case Removing removing -> removing.task().isEmpty() ? "" : Keys.prefix(removing.task());
            case Unholding _, Finishing _ -> "";
            case Clearing clearing -> clearing.prefix();
        };
    }

    @Override
    public void apply(Continuation.RemovalWork work, String row) {
        switch (work) {
            case Removing _ -> instances.apply(InstanceId.parse(row));
            case Unholding unholding -> {
                if (InstanceId.parse(row).task().equals(unholding.task())) {
                    tables.holds.delete(row);
                }
            }
            case Finishing _ -> runs.finish(row);
            case Clearing clearing -> tables.clear(clearing.rows(), row);
        }
    }
}
