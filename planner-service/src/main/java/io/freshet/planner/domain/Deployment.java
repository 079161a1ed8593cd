package io.freshet.planner.domain;

import io.freshet.contracts.event.CatalogSubscription.Subscribed;
import io.freshet.contracts.event.CatalogSubscription.Unsubscribed;
import io.freshet.contracts.id.DatasetRef;
import io.freshet.contracts.partition.PartitionKey;
import java.util.ArrayList;
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
 * <p>Everything the deployment unsettles is held until the catalogue has answered for all newly subscribed datasets, so that nothing
 * runs on half of its inputs.
 */
final class Deployment {
    private final Decision decision;
    private final WorkflowModel next;
    private final @Nullable WorkflowModel before;
    private final Holds holds;
    private final String run;

    /**
     * @param before the version that is replaced; null if there is none
     */
    Deployment(Decision decision, @Nullable WorkflowModel before) {
        this.decision = decision;
        this.next = decision.model;
        this.before = before;
        this.holds = new Holds(decision);
        this.run = decision.runs.open(decision.model.definition().cause());
    }

    void apply() {
        if (before != null) {
            for (TaskModel old : before.tasks().values()) {
                if (next.task(old.name()).filter(old::isShapedLike).isEmpty()) {
                    new Removal(decision, before).task(old);
                }
            }
        }
        subscribe();
        for (TaskModel task : next.tasks().values()) {
            boolean rebuilt = rebuildInputs(task);
            if (rebuilt) {
                defineInstances(task);
            }
            unsettleChanged(task, rebuilt);
            decision.propagate();
        }
        if (decision.notes.awaitsAny()) {
            decision.notes.released(Holds.DEPLOYMENT);
        } else {
            decision.notes.release(Holds.DEPLOYMENT);
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
                decision.emit(new Unsubscribed(dataset, next.ref(), decision.now));
                decision.state.partitions.deleteAll(Keys.prefix(dataset.dataset()));
                decision.notes.forgetSeen(dataset);
                Changes.closeSubscription(decision, dataset);
                Changes.closeBatch(decision, dataset);
            }
        }
        for (DatasetRef dataset : wanted) {
            if (!old.contains(dataset)) {
                decision.notes.await(dataset, run);
                decision.runs.retain(run);
                decision.emit(
                        new Subscribed(dataset, next.ref(), next.definition().cause(), decision.now));
            }
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
                decision.state.edges.deleteAll(input.rows());
                decision.state.readers.deleteAll(input.rows());
                decision.notes.forgetDeadlines(task.name());
                rebuilt = true;
            }
        }
        for (InputModel input : task.inputs()) {
            if (!shaped || old.stream().noneMatch(was -> isSame(was, input))) {
                connect(input);
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

    private void connect(InputModel input) {
        String producer = input.producer();
        if (producer == null) {
            decision.state.partitions.scan(Keys.prefix(input.dataset().dataset()), (row, version) -> {
                PartitionKey partition = PartitionKey.parse(Keys.last(row));
                if (Partitions.fit(input.dimensions(), partition)) {
                    put(input, partition, new Edge(version.fingerprint(), Upstream.SETTLED));
                }
                return true;
            });
        } else {
            for (String row : decision.state.instances.keys(Keys.prefix(producer))) {
                connect(input, InstanceId.parse(row));
            }
        }
    }

    private void connect(InputModel input, InstanceId producer) {
        Upstream upstream = next.requireTask(producer.task()).upstream(decision.state.require(producer));
        decision.graph.outputs(producer, (output, partition) -> {
            if (output.dataset().equals(input.dataset())) {
                var version = decision.state.outputs.get(
                        Keys.of(producer.key(), output.dataset().dataset(), partition));
                put(input, partition, new Edge(version == null ? null : version.fingerprint(), upstream));
            }
        });
    }

    private void put(InputModel input, PartitionKey partition, Edge edge) {
        decision.state.edges.put(input.rows(input.keyOf(partition)) + partition, edge);
    }

    /** Counts anew what existing instances wait for, and creates those that the new edges define. */
    private void defineInstances(TaskModel task) {
        for (InstanceId id : instances(task)) {
            Instance instance = decision.state.require(id);
            decision.graph.index(task, id);
            decision.state.put(
                    id,
                    instance.withCounts(decision.graph.unsettledInputs(task, id), instance.holds())
                            .with(instance.dirt().withInput()));
        }
        Set<InstanceId> defined = new LinkedHashSet<>();
        for (InputModel definer : task.definers()) {
            for (String row : decision.state.edges.keys(definer.rows())) {
                defined.addAll(decision.graph.define(definer, PartitionKey.parse(Keys.last(row))));
            }
        }
        for (InstanceId id : holds.inOrder(defined)) {
            unsettle(id);
        }
    }

    private void unsettleChanged(TaskModel task, boolean rebuilt) {
        boolean changed =
                kept(task.name()).filter(old -> !old.code().equals(task.code())).isPresent();
        boolean conditioned = kept(task.name())
                .filter(old -> !Objects.equals(old.spec().when(), task.spec().when()))
                .isPresent();
        if (changed || rebuilt || conditioned) {
            Continuation.Sweep why = changed
                    ? Continuation.Sweep.CODE
                    : conditioned ? Continuation.Sweep.CONDITION : Continuation.Sweep.INPUTS;
            decision.agenda.add(new Continuation.Sweeping(task.name(), Map.of(), why, run, Holds.DEPLOYMENT, ""));
        }
    }

    private void unsettle(InstanceId id) {
        holds.unsettle(Holds.DEPLOYMENT, id, List.of(run));
    }

    private List<InstanceId> instances(TaskModel task) {
        List<InstanceId> instances = new ArrayList<>();
        for (String row : decision.state.instances.keys(Keys.prefix(task.name()))) {
            instances.add(InstanceId.parse(row));
        }
        return instances;
    }
}
