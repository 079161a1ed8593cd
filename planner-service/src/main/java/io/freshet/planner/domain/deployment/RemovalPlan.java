package io.freshet.planner.domain.deployment;

import io.freshet.planner.domain.metadata.InputDeadlines;
import io.freshet.planner.domain.metadata.LaunchedParts;
import io.freshet.planner.domain.metadata.PaceStates;
import io.freshet.planner.domain.metadata.RetainedOutputs;
import io.freshet.planner.domain.model.InputModel;
import io.freshet.planner.domain.model.OutputModel;
import io.freshet.planner.domain.model.TaskModel;
import io.freshet.planner.domain.run.DeferredWork;
import io.freshet.planner.domain.state.Continuation;
import io.freshet.planner.domain.state.FormerPlace;
import io.freshet.planner.domain.state.Rows;
import io.freshet.planner.domain.table.Keys;
import java.util.List;

/** Plans to take away, in steps, what the deployed version does not have. */
record RemovalPlan(DeferredWork agenda) {
    /** Plans to take a task of the version before away. */
    void task(TaskModel task, List<String> runs) {
        String rows = Keys.prefix(task.name());
        agenda.add(new Continuation.Unholding(task.name(), runs, ""));
        agenda.add(new Continuation.Removing(task.name(), runs, ""));
        for (OutputModel output : task.outputs()) {
            FormerPlace was = new FormerPlace(output.dataset().dataset(), output.path(), output.layout());
            agenda.add(new Continuation.HandingOver(task.name(), was, runs, ""));
        }
        clear(Rows.METADATA, RetainedOutputs.rowsOf(task.name()), runs);
        clear(Rows.RESULTS, rows, runs);
        clear(Rows.METADATA, InputDeadlines.rowsOf(task.name()), runs);
        clear(Rows.METADATA, PaceStates.rowsOf(task.name()), runs);
        clear(Rows.METADATA, LaunchedParts.rowsOf(task.name()), runs);
        for (InputModel input : task.inputs()) {
            edges(input, runs);
        }
    }

    /** Plans to delete the edges and readers of an input. */
    void edges(InputModel input, List<String> runs) {
        // First: an edge that goes would be looked for in its list.
        clear(Rows.LISTS, input.rows(), runs);
        clear(Rows.EDGES, input.rows(), runs);
        clear(Rows.READERS, input.rows(), runs);
    }

    void clear(Rows rows, String prefix, List<String> runs) {
        agenda.add(new Continuation.Clearing(rows, prefix, runs, ""));
    }
}
