package io.freshet.planner.domain;

import io.freshet.contracts.event.CatalogSubscription.Unsubscribed;
import io.freshet.contracts.event.InstanceState;
import io.freshet.contracts.event.Reason;
import io.freshet.contracts.id.DatasetRef;
import io.freshet.planner.domain.Instance.Accepted;

/** Takes instances away that the deployed version does not have. */
final class Removal {
    private final Decision decision;
    private final WorkflowModel before;

    Removal(Decision decision, WorkflowModel before) {
        this.decision = decision;
        this.before = before;
    }

    void task(TaskModel task) {
        new Holds(decision).forget(task.name());
        for (String row : decision.state.instances.keys(Keys.prefix(task.name()))) {
            instance(InstanceId.parse(row));
        }
        decision.state.outputs.deleteAll(Keys.prefix(task.name()));
        decision.state.results.deleteAll(Keys.prefix(task.name()));
        decision.notes.forgetDeadlines(task.name());
        decision.notes.forgetPace(task.name());
        for (InputModel input : task.inputs()) {
            decision.state.edges.deleteAll(input.rows());
            decision.state.readers.deleteAll(input.rows());
        }
    }

    private void instance(InstanceId id) {
        Instance instance = decision.state.require(id);
        Requests.withdraw(decision, id, instance, Reason.REMOVED);
        Report.of(decision, id, InstanceState.CANCELLED, Reason.REMOVED)
                .say(Sentences.removed())
                .emit();
        decision.runs.leave(
                id,
                false,
                decision.paths.take(id),
                summary -> Settlement.counted(summary, InstanceState.CANCELLED, Reason.REMOVED, Accepted.NOTHING));
        decision.state.delete(id);
    }

    /** Everything: the workflow was removed. */
    void workflow() {
        before.tasks().values().forEach(this::task);
        for (DatasetRef dataset : before.external()) {
            decision.emit(new Unsubscribed(dataset, before.ref(), decision.now));
            Changes.closeSubscription(decision, dataset);
            Changes.closeBatch(decision, dataset);
        }
    }
}
