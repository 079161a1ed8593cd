package io.freshet.planner.domain.deployment;

import io.freshet.contracts.partition.PartitionSelection;
import io.freshet.planner.domain.graph.Holds;
import io.freshet.planner.domain.metadata.InputDeadlines;
import io.freshet.planner.domain.model.InputModel;
import io.freshet.planner.domain.model.OutputModel;
import io.freshet.planner.domain.model.TaskModel;
import io.freshet.planner.domain.model.WorkflowModel;
import io.freshet.planner.domain.port.DatasetPort;
import io.freshet.planner.domain.port.DeploymentPort;
import io.freshet.planner.domain.run.DeferredWork;
import io.freshet.planner.domain.run.Runs;
import io.freshet.planner.domain.state.Continuation;
import io.freshet.planner.domain.state.ReaderReaction;
import io.freshet.planner.domain.state.Rows;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A new version of a workflow takes over from the one before. What the new version has in common with it stays as it is: instances with
 * their last results, and the edges of inputs that join as before.
 *
 * <p>All that may concern many instances is left to the agenda, which does it in steps.
 *
 * <p>Everything the deployment unsettles is held until the catalogue has answered for all newly subscribed datasets, so that nothing
 * runs on half of its inputs.
 */
public final class Deployment {
    private final WorkflowModel next;
    private final VersionChange change;
    private final DeferredWork agenda;
    private final RemovalPlan removal;
    private final DatasetChanges datasets;
    private final DatasetSubscriptions subscriptions;
    private final String run;

    public <P extends DatasetPort & DeploymentPort> Deployment(
            P ports, Runs runs, DeferredWork agenda, DatasetSubscriptions subscriptions, VersionChange change) {
        this.next = change.next();
        this.change = change;
        this.agenda = agenda;
        this.removal = new RemovalPlan(agenda);
        this.subscriptions = subscriptions;
        this.run = runs.open(next.definition().cause());
        this.datasets = new DatasetChanges(
                ports.datasets(), ports.deployments().inheritingTasks(), removal, subscriptions, change, run);
    }

    /** Plans what has to be done, in the order in which it has to be: what instances there are and what they read, then who runs. */
    public void apply() {
        change.removed().forEach(old -> removal.task(old, List.of(run)));
        datasets.subscribe();
        datasets.inherit();
        Set<String> rebuilt = new LinkedHashSet<>();
        for (TaskModel task : next.tasks().values()) {
            if (rebuildInputs(task)) {
                defineInstances(task);
                rebuilt.add(task.name());
            }
        }
        next.tasks().values().forEach(task -> invalidateChanged(task, rebuilt.contains(task.name())));
        next.tasks().values().forEach(this::changeOutputs);
        subscriptions.releaseWhenAnswered();
    }

    /** What a task has made stays, but for where it is seen and what is kept of it. */
    private void changeOutputs(TaskModel task) {
        Optional<TaskModel> old = change.kept(task.name());
        if (old.isEmpty()) {
            return;
        }
        for (OutputModel output : task.outputs()) {
            boolean moved = old.get().outputs().stream()
                    .anyMatch(was -> was.dataset().equals(output.dataset())
                            && !was.path().equals(output.path()));
            if (moved) {
                agenda.add(new Continuation.Republishing(
                        task.name(), output.dataset().dataset(), List.of(run), ""));
            }
        }
        if (task.outputs().stream().anyMatch(output -> change.noLongerKeepsDeleted(output.dataset()))) {
            agenda.add(new Continuation.Dropping(task.name(), List.of(run), ""));
        }
    }

    /** Makes the edges of inputs anew that are new or join in another way; whether there were any. */
    private boolean rebuildInputs(TaskModel task) {
        List<InputModel> old = change.inputsBefore(task);
        boolean shaped = change.kept(task.name()).isPresent();
        boolean rebuilt = !shaped;
        for (InputModel input : old) {
            if (!shaped || task.inputs().stream().noneMatch(still -> change.isSame(input, still))) {
                removal.edges(input, List.of(run));
                removal.clear(Rows.METADATA, InputDeadlines.rowsOf(task.name()), List.of(run));
                rebuilt = true;
            }
        }
        for (InputModel input : task.inputs()) {
            if (!shaped || old.stream().noneMatch(was -> change.isSame(was, input))) {
                agenda.add(new Continuation.Connecting(task.name(), input.name(), List.of(run), ""));
                rebuilt = true;
            }
        }
        return rebuilt;
    }

    /** Counts anew what existing instances wait for, and creates those that the new edges define. */
    private void defineInstances(TaskModel task) {
        agenda.add(new Continuation.Recounting(task.name(), List.of(run), ""));
        for (InputModel definer : task.definers()) {
            agenda.add(new Continuation.Defining(task.name(), definer.name(), run, ""));
        }
    }

    private void invalidateChanged(TaskModel task, boolean rebuilt) {
        ReaderReaction reaction = new ReaderReaction(List.of(run), Holds.DEPLOYMENT);
        change.sweep(task, rebuilt)
                .ifPresent(why ->
                        agenda.add(new Continuation.SweepTask(task.name(), PartitionSelection.ALL, why, reaction, "")));
    }
}
