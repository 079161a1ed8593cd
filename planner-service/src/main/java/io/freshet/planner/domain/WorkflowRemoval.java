package io.freshet.planner.domain;

import io.freshet.contracts.event.CatalogSubscription.Unsubscribed;
import io.freshet.contracts.event.InstanceState;
import io.freshet.contracts.event.Reason;
import io.freshet.contracts.id.DatasetRef;
import io.freshet.planner.domain.Continuation.Rows;
import io.freshet.planner.domain.Instance.Accepted;
import io.freshet.planner.domain.instance.InstanceId;
import io.freshet.planner.domain.metadata.InputDeadlines;
import io.freshet.planner.domain.metadata.LaunchedParts;
import io.freshet.planner.domain.metadata.PaceStates;
import io.freshet.planner.domain.metadata.QueueName;
import io.freshet.planner.domain.metadata.RetainedOutputs;
import io.freshet.planner.domain.table.Keys;
import java.util.List;

/**
 * Takes away what the deployed version does not have, in steps. A workflow that is removed stays until nothing of it is left; what comes
 * for it meanwhile waits in its inbox, and finds either nothing or, behind a new definition, that.
 */
final class WorkflowRemoval {
    private final Decision decision;

    WorkflowRemoval(Decision decision) {
        this.decision = decision;
    }

    /** Plans to take a task of the version before away. */
    void task(TaskModel task, List<String> runs) {
        String rows = Keys.prefix(task.name());
        decision.agenda.add(new Continuation.Unholding(task.name(), runs, ""));
        decision.agenda.add(new Continuation.Removing(task.name(), runs, ""));
        for (OutputModel output : task.outputs()) {
            decision.agenda.add(new Continuation.HandingOver(
                    task.name(), output.dataset().dataset(), output.path(), output.layout(), runs, ""));
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
        decision.agenda.add(new Continuation.Clearing(rows, prefix, runs, ""));
    }

    /** Takes an instance away. */
    void instance(InstanceId id) {
        Instance instance = decision.state.require(id);
        RunRequestRule.withdraw(decision, id, instance, Reason.REMOVED);
        StateChangedBuilder.of(decision, id, InstanceState.CANCELLED, Reason.REMOVED)
                .explain(ReasonMessages.removed())
                .emit();
        decision.runs.leave(
                id,
                false,
                decision.paths.take(id),
                summary -> Settlement.counted(summary, InstanceState.CANCELLED, Reason.REMOVED, Accepted.NOTHING));
        decision.state.delete(id);
    }

    /** Everything goes: the workflow was removed. What came before counts for nothing any more. */
    void workflow(WorkflowModel before) {
        decision.metadata.removal().discard(decision.inbox().size());
        if (decision.agenda.isRemoving() || decision.metadata.removal().isBegun()) {
            return;
        }
        decision.metadata.removal().begin();
        decision.agenda.abandon();
        for (DatasetRef dataset : before.external()) {
            decision.emit(new Unsubscribed(dataset, before.ref(), decision.now));
        }
        before.produced().forEach(dataset -> Inheritance.endAdoption(decision, dataset));
        decision.agenda.addRemoval(new Continuation.Removing("", List.of(), ""));
        decision.agenda.addRemoval(new Continuation.Finishing(""));
        for (Rows rows : Rows.values()) {
            if (rows != Rows.CONTINUATIONS) {
                decision.agenda.addRemoval(new Continuation.Clearing(rows, "", List.of(), ""));
            }
        }
        // Not its own.
        for (QueueName queue : List.of(QueueName.WORK, QueueName.SPREAD)) {
            decision.agenda.addRemoval(new Continuation.Clearing(Rows.CONTINUATIONS, queue.rows(), List.of(), ""));
        }
    }
}
