package io.freshet.planner.domain;

import io.freshet.planner.domain.Continuation.Clearing;
import io.freshet.planner.domain.Continuation.Finishing;
import io.freshet.planner.domain.Continuation.Removing;
import io.freshet.planner.domain.Continuation.Unholding;
import io.freshet.planner.domain.instance.InstanceId;
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
