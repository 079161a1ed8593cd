package io.freshet.planner.domain;

import io.freshet.contracts.event.CatalogSubscription.Subscribed;
import io.freshet.contracts.event.CatalogSubscription.Unsubscribed;
import io.freshet.contracts.id.DatasetRef;
import io.freshet.planner.domain.Continuation.Rows;
import io.freshet.planner.domain.metadata.InputDeadlines;
import io.freshet.planner.domain.metadata.Reconciliations;
import io.freshet.planner.domain.table.Keys;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A new version of a workflow takes over from the one before. What the new version has in common with it stays as it is: instances with
 * their last results, and the edges of inputs that join as before.
 *
 * <p>All that may concern many instances is left to the agenda, which does it in steps.
 *
 * <p>Everything the deployment unsettles is held until the catalogue has answered for all newly subscribed datasets, so that nothing
 * runs on half of its inputs.
 */
final class Deployment {
    private final Decision decision;
    private final WorkflowModel next;
    private final @Nullable WorkflowModel before;
    private final WorkflowRemoval removal;
    private final String run;

    /**
     * @param before the version that is replaced; null if there is none
     */
    Deployment(Decision decision, @Nullable WorkflowModel before) {
        this.decision = decision;
        this.next = decision.model;
        this.before = before;
        this.removal = new WorkflowRemoval(decision);
        this.run = decision.runs.open(decision.model.definition().cause());
    }

    /** Plans what has to be done, in the order in which it has to be: what instances there are and what they read, then who runs. */
    void apply() {
        if (before != null) {
            for (TaskModel old : before.tasks().values()) {
                if (next.task(old.name()).filter(old::isShapedLike).isEmpty()) {
                    removal.task(old, List.of(run));
                }
            }
        }
        subscribe();
        inherit();
        Set<String> rebuilt = new LinkedHashSet<>();
        for (TaskModel task : next.tasks().values()) {
            if (rebuildInputs(task)) {
                defineInstances(task);
                rebuilt.add(task.name());
            }
        }
        next.tasks().values().forEach(task -> invalidateChanged(task, rebuilt.contains(task.name())));
        next.tasks().values().forEach(this::changeOutputs);
        if (decision.metadata.subscriptions().isAwaitingAny()) {
            decision.metadata.holdReleases().end(Holds.DEPLOYMENT);
        } else {
            decision.metadata.holdReleases().begin(Holds.DEPLOYMENT);
        }
    }

    private Optional<TaskModel> kept(String task) {
        Optional<TaskModel> old = before == null ? Optional.empty() : before.task(task);
        return old.filter(model -> next.task(task).filter(model::isShapedLike).isPresent());
    }

    private void subscribe() {
        Set<DatasetRef> old = before == null ? Set.of() : before.external();
        Set<DatasetRef> wanted = next.external();
        for (DatasetRef dataset : old) {
            if (!wanted.contains(dataset)) {
                if (next.producer(dataset).isEmpty()) {
                    decision.emit(new Unsubscribed(dataset, next.ref(), decision.now));
                }
                removal.clear(Rows.PARTITIONS, Keys.prefix(dataset.dataset()), List.of(run));
                removal.clear(Rows.METADATA, Reconciliations.seen(dataset), List.of(run));
                decision.metadata.reconciliations().end(dataset);
                PartitionChangeRule.closeSubscription(decision, dataset);
                PartitionChangeRule.closeBatch(decision, dataset);
            }
        }
        for (DatasetRef dataset : wanted) {
            if (!old.contains(dataset)
                    || noLongerKeepsDeleted(dataset)
                    || decision.metadata.subscriptions().awaitingRun(dataset) != null) {
                subscribe(dataset);
            }
        }
    }

    private void subscribe(DatasetRef dataset) {
        PartitionChangeRule.closeSubscription(decision, dataset);
        decision.metadata.subscriptions().await(dataset, run);
        decision.runs.retain(run);
        decision.emit(new Subscribed(dataset, next.ref(), next.definition().cause(), decision.now));
    }

    private boolean noLongerKeepsDeleted(DatasetRef dataset) {
        return before != null && before.keepsDeleted(dataset) && !next.keepsDeleted(dataset);
    }

    /** Of what the workflow makes now and did not before, asks the catalogue what there is; see {@link Inheritance}. */
    private void inherit() {
        Set<DatasetRef> made = next.produced();
        Set<DatasetRef> madeBefore = before == null ? Set.of() : before.produced();
        for (DatasetRef dataset : madeBefore) {
            if (!made.contains(dataset) && decision.metadata.adoptions().isOpen(dataset)) {
                decision.metadata.adoptions().end(dataset);
                if (!next.external().contains(dataset)) {
                    PartitionChangeRule.closeSubscription(decision, dataset);
                    decision.emit(new Unsubscribed(dataset, next.ref(), decision.now));
                }
            }
        }
        for (TaskModel task : next.tasks().values()) {
            if (kept(task.name()).isEmpty()) {
                decision.metadata.inheritingTasks().setRun(run);
                decision.metadata.inheritingTasks().add(task.name());
            }
        }
        if (decision.metadata.inheritingTasks().run() != null) {
            // What an earlier deployment has left is seen to at the end of this one.
            decision.metadata.inheritingTasks().setRun(run);
        }
        for (DatasetRef dataset : made) {
            boolean asked = decision.metadata.adoptions().isOpen(dataset)
                    && decision.metadata.subscriptions().awaitingRun(dataset) != null;
            if (asked || !madeBefore.contains(dataset)) {
                decision.metadata.adoptions().begin(dataset);
                subscribe(dataset);
            }
        }
    }

    /** What a task has made stays, but for where it is seen and what is kept of it. */
    private void changeOutputs(TaskModel task) {
        Optional<TaskModel> old = kept(task.name());
        if (old.isEmpty()) {
            return;
        }
        for (OutputModel output : task.outputs()) {
            boolean moved = old.get().outputs().stream()
                    .anyMatch(was -> was.dataset().equals(output.dataset())
                            && !was.path().equals(output.path()));
            if (moved) {
                decision.agenda.add(new Continuation.Republishing(
                        task.name(), output.dataset().dataset(), List.of(run), ""));
            }
        }
        if (task.outputs().stream().anyMatch(output -> noLongerKeepsDeleted(output.dataset()))) {
            decision.agenda.add(new Continuation.Dropping(task.name(), List.of(run), ""));
        }
    }

    /** Makes the edges of inputs anew that are new or join in another way; whether there were any. */
    private boolean rebuildInputs(TaskModel task) {
        List<InputModel> old = before == null
                ? List.of()
                : before.task(task.name()).map(TaskModel::inputs).orElse(List.of());
        boolean shaped = kept(task.name()).isPresent();
        boolean rebuilt = !shaped;
        for (InputModel input : old) {
            if (!shaped || task.inputs().stream().noneMatch(still -> isSame(input, still))) {
                removal.edges(input, List.of(run));
                removal.clear(Rows.METADATA, InputDeadlines.rowsOf(task.name()), List.of(run));
                rebuilt = true;
            }
        }
        for (InputModel input : task.inputs()) {
            if (!shaped || old.stream().noneMatch(was -> isSame(was, input))) {
                decision.agenda.add(new Continuation.Connecting(task.name(), input.name(), List.of(run), ""));
                rebuilt = true;
            }
        }
        return rebuilt;
    }

    /** Whether the edges of an input can stay: it joins as before, and what makes its dataset has stayed, too. */
    private boolean isSame(InputModel was, InputModel input) {
        return was.name().equals(input.name())
                && was.joinsLike(input)
                && (input.producer() == null
                        || kept(input.producer())
                                .filter(old -> old.onFailure().allow()
                                        == next.requireTask(old.name())
                                                .onFailure()
                                                .allow())
                                .isPresent());
    }

    /** Counts anew what existing instances wait for, and creates those that the new edges define. */
    private void defineInstances(TaskModel task) {
        decision.agenda.add(new Continuation.Recounting(task.name(), List.of(run), ""));
        for (InputModel definer : task.definers()) {
            decision.agenda.add(new Continuation.Defining(task.name(), definer.name(), run, ""));
        }
    }

    private void invalidateChanged(TaskModel task, boolean rebuilt) {
        boolean changed =
                kept(task.name()).filter(old -> !old.code().equals(task.code())).isPresent();
        boolean conditioned = kept(task.name())
                .filter(old -> !Objects.equals(old.spec().when(), task.spec().when()))
                .isPresent();
        if (changed || rebuilt || conditioned) {
            Continuation.Sweep why = changed
                    ? Continuation.Sweep.CODE
                    : conditioned ? Continuation.Sweep.CONDITION : Continuation.Sweep.INPUTS;
            decision.agenda.add(new Continuation.SweepTask(task.name(), Map.of(), why, run, Holds.DEPLOYMENT, ""));
        }
    }
}
