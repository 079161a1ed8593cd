package io.freshet.planner.domain;

import io.freshet.contracts.data.PartitionVersion;
import io.freshet.contracts.event.CatalogSubscription.Unsubscribed;
import io.freshet.contracts.event.PartitionChange;
import io.freshet.contracts.event.PartitionsChanged;
import io.freshet.contracts.event.ProducedBy;
import io.freshet.contracts.id.DatasetRef;
import io.freshet.contracts.partition.PartitionKey;
import io.freshet.planner.domain.instance.InstanceId;
import io.freshet.planner.domain.metadata.RetainedOutputs;
import io.freshet.planner.domain.table.Keys;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a dataset has belongs to the dataset, not to the task that happened to make it. When another task makes it from now on, be it
 * renamed, shaped in another way or of another workflow, or when it was watched before, each partition goes to the instance that is to
 * make it. That instance keeps it until its first result, which says what stays. What no instance has taken over when the run of the
 * deployment ends does not exist any more.
 */
final class Inheritance {
    /** A row of what an instance has made: its partition of a dataset. */
    private record Output(InstanceId instance, DatasetRef dataset, PartitionKey partition) {
        static Output parse(WorkflowModel model, String row) {
            int partition = row.lastIndexOf(Keys.SEPARATOR);
            int dataset = row.lastIndexOf(Keys.SEPARATOR, partition - 1);
            return new Output(
                    InstanceId.parse(row.substring(0, dataset)),
                    new DatasetRef(model.ref().namespace(), row.substring(dataset + 1, partition)),
                    PartitionKey.parse(row.substring(partition + 1)));
        }

        String row() {
            return Keys.of(instance.key(), dataset.dataset(), partition);
        }
    }

    private final Decision decision;
    private final WorkflowTables state;

    Inheritance(Decision decision) {
        this.decision = decision;
        this.state = decision.state;
    }

    /** Gives what a task has made of a dataset to the instance that makes it now, or takes it away if its files lie in another way. */
    void handOver(Continuation.HandingOver work, String row) {
        PartitionVersion version = state.outputs.get(row);
        Output old = Output.parse(decision.model, row);
        if (version == null || !old.dataset().dataset().equals(work.dataset())) {
            return;
        }
        Optional<OutputModel> output = output(old.dataset());
        if (output.isPresent() && output.get().layout().equals(work.layout())) {
            Output next = new Output(owner(old.dataset(), old.partition()), old.dataset(), old.partition());
            if (!next.equals(old)) {
                state.outputs.delete(row);
                state.outputs.put(next.row(), version);
            }
            return;
        }
        state.outputs.delete(row);
        if (output.isPresent()) {
            publication(old, work.path(), work.layout(), work.runs().getFirst())
                    .emit(decision, List.of(new PartitionChange(old.partition(), version, null)));
        }
    }

    /** Lets a partition be seen where the dataset's directory is now. */
    void republish(Continuation.Republishing work, String row) {
        PartitionVersion version = state.outputs.get(row);
        Output output = Output.parse(decision.model, row);
        if (version != null && output.dataset().dataset().equals(work.dataset())) {
            OutputModel model = output(output.dataset()).orElseThrow();
            publication(output, model.path(), model.layout(), work.runs().getFirst())
                    .emit(decision, List.of(new PartitionChange(output.partition(), version, version)));
        }
    }

    /** Takes a partition away of which the dataset no longer says that it is kept although it was deleted. */
    void drop(Continuation.Dropping work, String row) {
        Output output = Output.parse(decision.model, RetainedOutputs.output(row));
        if (decision.model.keepsDeleted(output.dataset())) {
            return;
        }
        state.metadata.retainedOutputs().forget(row);
        PartitionVersion version = state.outputs.get(output.row());
        if (version == null) {
            return;
        }
        takeAway(output, version, work.runs().getFirst());
        notifyReaders(output, null, work.runs(), Holds.DEPLOYMENT);
        decision.forgetting.consider(output.instance());
    }

    /** Takes a partition away that no instance has taken over. */
    void discard(Continuation.Discarding work, String row) {
        PartitionVersion version = state.outputs.get(row);
        Output output = Output.parse(decision.model, row);
        if (version != null && state.instance(output.instance()) == null) {
            takeAway(output, version, work.runs().getFirst());
        }
    }

    /** The catalogue tells what there is of a dataset that the workflow makes since its last deployment. */
    void adopt(PartitionsChanged changed) {
        DatasetRef dataset = changed.dataset();
        String awaiting = decision.metadata.subscriptions().awaitingRun(dataset);
        boolean answer =
                changed.snapshot() && decision.runs.idOf(changed.cause()).equals(awaiting);
        if (awaiting != null && !answer) {
            // It was sent for an earlier subscription; the answer to this one has all of it.
            return;
        }
        String run = decision.metadata.inheritingTasks().run();
        OutputModel output = output(dataset).orElse(null);
        if (run != null && output != null) {
            changed.changes().forEach(change -> adopt(output, change.partition(), change.after(), run));
        }
        if (answer && changed.batch().last()) {
            PartitionChangeRule.closeSubscription(decision, dataset);
            if (!decision.metadata.subscriptions().isAwaitingAny()) {
                decision.metadata.holdReleases().begin(Holds.DEPLOYMENT);
            }
        }
    }

    private void adopt(OutputModel model, PartitionKey partition, @Nullable PartitionVersion after, String run) {
        DatasetRef dataset = model.dataset();
        boolean fits = Partitions.fit(model.dimensions(), partition)
                && partition.project(model.dimensions()).equals(partition);
        InstanceId owner = fits ? owner(dataset, partition) : new InstanceId(producer(dataset), PartitionKey.NONE);
        Output output = new Output(owner, dataset, partition);
        PartitionVersion own = fits ? state.outputs.get(output.row()) : null;
        Instance instance = fits ? state.instance(owner) : null;
        boolean mayKeep = fits && (instance == null || (!instance.settled() && instance.lastKey() == null));
        if (after == null) {
            if (own != null && mayKeep) {
                state.outputs.delete(output.row());
                notifyReaders(output, null, decision.runs.of(owner), null);
            }
        } else if (!mayKeep && own == null) {
            takeAway(output, after, run);
        } else if (mayKeep && !after.equals(own)) {
            state.outputs.put(output.row(), after);
            if (instance != null) {
                state.put(owner, instance.holdingOutputs());
                notifyReaders(output, new Edge(after.fingerprint(), Upstream.UNSETTLED), decision.runs.of(owner), null);
            }
        }
    }

    /**
     * When the run of the deployment has nothing else left to do: plans to look for what nobody has taken over, and asks for no more.
     *
     * @return whether there is something to be done
     */
    boolean endWithRun() {
        String run = decision.metadata.inheritingTasks().run();
        if (run == null
                || !decision.runs.isOpen(run)
                || decision.runs.require(run).outstanding() > 0) {
            return false;
        }
        decision.metadata.inheritingTasks().end();
        for (String task : decision.metadata.inheritingTasks().takeAll()) {
            if (decision.model.task(task).isPresent()) {
                decision.agenda.add(new Continuation.Discarding(task, List.of(run), ""));
            }
        }
        decision.model.produced().forEach(dataset -> endAdoption(decision, dataset));
        return decision.agenda.isOpen();
    }

    /** The catalogue need not tell of a dataset any more that the workflow makes. */
    static void endAdoption(Decision decision, DatasetRef dataset) {
        if (decision.metadata.adoptions().isOpen(dataset)) {
            decision.metadata.adoptions().end(dataset);
            PartitionChangeRule.closeSubscription(decision, dataset);
            decision.emit(new Unsubscribed(dataset, decision.model.ref(), decision.now));
        }
    }

    private void takeAway(Output output, PartitionVersion version, String run) {
        OutputModel model = output(output.dataset()).orElseThrow();
        state.outputs.delete(output.row());
        publication(output, model.path(), model.layout(), run)
                .emit(decision, List.of(new PartitionChange(output.partition(), version, null)));
    }

    /** Lets readers of a partition in the workflow know what there is now; null: nothing. */
    private void notifyReaders(Output output, @Nullable Edge edge, List<String> runs, @Nullable String scope) {
        OutputModel model = output(output.dataset()).orElseThrow();
        Edge next = edge == null && model.expected() ? expected(output.instance()) : edge;
        DependencyGraph.Reaction follow = new DependencyGraph.Reaction(runs, scope);
        Holds holds = new Holds(decision);
        for (InputModel input : decision.model.readers(output.dataset())) {
            for (InstanceId reader : decision.graph.change(input, output.partition(), next, () -> follow)) {
                if (!runs.isEmpty()) {
                    holds.invalidate(scope, reader, runs);
                }
            }
        }
    }

    /** What readers see of a partition that an instance is expected to make, and has not made; null if it is not expected to. */
    private @Nullable Edge expected(InstanceId id) {
        Instance instance = state.instance(id);
        TaskModel task = decision.model.requireTask(id.task());
        return instance != null && decision.graph.isDefined(task, id) ? new Edge(null, task.upstream(instance)) : null;
    }

    private Publication publication(Output output, String path, String layout, String run) {
        return new Publication(
                output.dataset(),
                path,
                layout,
                new ProducedBy(decision.ref(output.instance()), null, run),
                Keys.of("inherited", decision.model.definition().version(), output.row(), run));
    }

    private InstanceId owner(DatasetRef dataset, PartitionKey partition) {
        TaskModel task = decision.model.requireTask(producer(dataset));
        return new InstanceId(task.name(), partition.project(task.dimensions()));
    }

    private String producer(DatasetRef dataset) {
        return decision.model.producer(dataset).orElseThrow().name();
    }

    private Optional<OutputModel> output(DatasetRef dataset) {
        return decision.model
                .producer(dataset)
                .flatMap(task -> task.outputs().stream()
                        .filter(output -> output.dataset().equals(dataset))
                        .findFirst());
    }
}
