package io.freshet.planner.domain.command;

import io.freshet.planner.domain.deployment.PagedRule;
import io.freshet.planner.domain.instance.InstanceId;
import io.freshet.planner.domain.port.HoldPort;
import io.freshet.planner.domain.port.InstancePort;
import io.freshet.planner.domain.port.RowPort;
import io.freshet.planner.domain.port.RunPort;
import io.freshet.planner.domain.run.InstanceRemoval;
import io.freshet.planner.domain.run.Runs;
import io.freshet.planner.domain.state.Continuation;
import io.freshet.planner.domain.state.Continuation.Clearing;
import io.freshet.planner.domain.state.Continuation.Finishing;
import io.freshet.planner.domain.state.Continuation.Removing;
import io.freshet.planner.domain.state.Continuation.Unholding;
import io.freshet.planner.domain.state.Run;
import io.freshet.planner.domain.table.Keys;
import io.freshet.planner.domain.table.Table;

/** Takes rows away that the deployed version does not have. */
final class RemovalWorkRule implements PagedRule<Continuation.RemovalWork> {
    private final InstancePort instances;
    private final Table<String> holds;
    private final Table<Run> runRows;
    private final RowPort rows;
    private final Runs runs;
    private final InstanceRemoval removal;

    <P extends InstancePort & HoldPort & RunPort & RowPort> RemovalWorkRule(
            P ports, Runs runs, InstanceRemoval removal) {
        this.instances = ports;
        this.holds = ports.holdRows();
        this.runRows = ports.runRows();
        this.rows = ports;
        this.runs = runs;
        this.removal = removal;
    }

    @Override
    public Table<?> rows(Continuation.RemovalWork work) {
        return switch (work) {
            case Removing _ -> instances.instanceRows();
            case Unholding _ -> holds;
            case Finishing _ -> runRows;
            case Clearing clearing -> rows.rows(clearing.rows());
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
            case Removing _ -> removal.apply(InstanceId.parse(row));
            case Unholding unholding -> {
                if (InstanceId.parse(row).task().equals(unholding.task())) {
                    holds.delete(row);
                }
            }
            case Finishing _ -> runs.finish(row);
            case Clearing clearing -> rows.clear(clearing.rows(), row);
        }
    }
}
