package io.freshet.planner.domain;

import io.freshet.contracts.data.PartitionVersion;
import io.freshet.contracts.event.Cause;
import io.freshet.contracts.event.PartitionChange;
import io.freshet.contracts.event.PartitionsChanged;
import io.freshet.contracts.id.DatasetRef;
import io.freshet.contracts.id.DerivedId;
import io.freshet.contracts.partition.Dimension;
import io.freshet.contracts.partition.PartitionKey;
import io.freshet.planner.domain.instance.InstanceId;
import io.freshet.planner.domain.metadata.OpenBatches.OpenBatch;
import io.freshet.planner.domain.table.Keys;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Partitions from outside changed. Each part of a batch is recorded as it comes; the instances that read it are unsettled and held
 * until the batch is complete. What the first snapshots say after a deployment is held until all of them have been heard.
 */
final class PartitionChangeRule {
    private final Decision decision;
    private final Holds holds;
    private final DatasetRef dataset;
    private final List<InputModel> inputs;
    private final List<Dimension> dimensions;

    PartitionChangeRule(Decision decision, DatasetRef dataset, List<InputModel> inputs) {
        this.decision = decision;
        this.holds = new Holds(decision);
        this.dataset = dataset;
        this.inputs = inputs;
        this.dimensions = inputs.getFirst().dimensions();
    }

    /**
     * Of a dataset from outside.
     *
     * @throws IllegalStateException if nobody reads it
     */
    static PartitionChangeRule of(Decision decision, DatasetRef dataset) {
        return new PartitionChangeRule(decision, dataset, readers(decision.model, dataset));
    }

    /** The inputs that read a dataset from outside. */
    static List<InputModel> readers(WorkflowModel model, DatasetRef dataset) {
        return model.readers(dataset).stream()
                .filter(input -> input.producer() == null && input.dataset().equals(dataset))
                .toList();
    }

    void apply(PartitionsChanged changed) {
        String awaiting = decision.metadata.subscriptions().awaitingRun(dataset);
        boolean answer =
                changed.snapshot() && decision.runs.idOf(changed.cause()).equals(awaiting);
        if (awaiting != null && !answer) {
            // It was sent for an earlier subscription, since given up; the answer to this one has all of it.
            return;
        }
        String scope = answer
                ? Holds.DEPLOYMENT
                : Keys.of(
                        "batch", dataset.dataset(), DerivedId.of(changed.batch().id()));
        Held held = new Held(changed.cause(), answer || !isWhole(changed) ? scope : null);
        Set<InstanceId> readers = new LinkedHashSet<>();
        if (changed.snapshot() && changed.batch().index() == 0) {
            beginSnapshot();
        }
        for (PartitionChange change : changed.changes()) {
            readers.addAll(record(change.partition(), change.after(), held));
            if (changed.snapshot()) {
                seen(change.partition(), change.after());
            }
        }
        invalidate(readers, held);
        if (changed.batch().last()
                && changed.snapshot()
                && decision.metadata.reconciliations().isOpen(dataset)) {
            decision.agenda.add(new Continuation.Pruning(dataset, answer, held.run(), held.scope, ""));
        } else if (changed.batch().last()) {
            completed(answer);
        }
    }

    /** Remembers that what is known of the dataset may not exist any more. */
    private void beginSnapshot() {
        decision.state.partitions.scan(Keys.prefix(dataset.dataset()), (_, _) -> {
            decision.metadata.reconciliations().begin(dataset);
            return false;
        });
    }

    private void seen(PartitionKey partition, @Nullable PartitionVersion after) {
        if (!decision.metadata.reconciliations().isOpen(dataset)) {
            return;
        }
        if (after == null) {
            decision.metadata.reconciliations().forgetSeen(dataset, partition);
        } else {
            decision.metadata.reconciliations().see(dataset, partition);
        }
    }

    private static boolean isWhole(PartitionsChanged changed) {
        return changed.batch().index() == 0 && changed.batch().last();
    }

    /** For which run the readers of a batch are unsettled, and in which scope they are held, if any. */
    private final class Held {
        private final Cause cause;
        private final @Nullable String scope;
        private @Nullable String run;

        Held(Cause cause, @Nullable String scope) {
            this.cause = cause;
            this.scope = scope;
        }

        /** The run, started when somebody turns out to read what changed. */
        String run() {
            String known = run;
            if (known == null) {
                String awaiting = Holds.DEPLOYMENT.equals(scope)
                        ? decision.metadata.subscriptions().awaitingRun(dataset)
                        : null;
                known = awaiting != null ? awaiting : decision.runs.open(cause);
                run = known;
                if (scope != null
                        && awaiting == null
                        && decision.metadata.openBatches().find(dataset) == null) {
                    decision.metadata.openBatches().open(dataset, new OpenBatch(scope, known));
                    decision.runs.retain(known);
                }
            }
            return known;
        }

        DependencyGraph.Reaction follow() {
            return new DependencyGraph.Reaction(List.of(run()), scope);
        }
    }

    private void invalidate(Set<InstanceId> readers, Held held) {
        for (InstanceId reader : holds.inOrder(readers)) {
            holds.invalidate(held.scope, reader, List.of(held.run()));
        }
    }

    private void completed(boolean answer) {
        closeBatch(decision, dataset);
        if (answer) {
            closeSubscription(decision, dataset);
            if (!decision.metadata.subscriptions().isAwaitingAny()) {
                decision.metadata.holdReleases().begin(Holds.DEPLOYMENT);
            }
        }
    }

    /** What a batch of the dataset holds may go; nothing more of it comes. */
    static void closeBatch(Decision decision, DatasetRef dataset) {
        OpenBatch batch = decision.metadata.openBatches().find(dataset);
        if (batch != null) {
            decision.metadata.openBatches().close(dataset);
            decision.metadata.holdReleases().begin(batch.scope());
            decision.runs.release(batch.run());
        }
    }

    /** The dataset is no longer waited for, because it was heard of or is not wanted any more. */
    static void closeSubscription(Decision decision, DatasetRef dataset) {
        String run = decision.metadata.subscriptions().awaitingRun(dataset);
        if (run != null) {
            decision.metadata.subscriptions().answered(dataset);
            decision.runs.release(run);
        }
    }

    private List<InstanceId> record(PartitionKey partition, @Nullable PartitionVersion after, Held held) {
        return record(partition, after, held::follow);
    }

    private List<InstanceId> record(
            PartitionKey partition, @Nullable PartitionVersion after, Supplier<DependencyGraph.Reaction> follow) {
        String row = ForeignPartitions.row(dataset.dataset(), partition);
        PartitionVersion before = decision.state.partitions.get(row);
        if (before == null
                ? after == null
                : after != null && before.fingerprint().equals(after.fingerprint())) {
            return List.of();
        }
        if (after == null && decision.model.keepsDeleted(dataset)) {
            return List.of();
        }
        if (after == null) {
            decision.state.partitions.delete(row);
        } else {
            decision.state.partitions.put(row, after);
        }
        // What does not fit the layout is known all the same: the layout may become another.
        return Partitions.fit(dimensions, partition)
                ? notifyReaders(partition, partition.project(dimensions), after, follow)
                : List.of();
    }

    private List<InstanceId> notifyReaders(
            PartitionKey partition,
            PartitionKey seen,
            @Nullable PartitionVersion after,
            Supplier<DependencyGraph.Reaction> follow) {
        boolean counts = after != null && partition.equals(seen);
        PartitionVersion version =
                counts ? after : new ForeignPartitions(decision.state).version(dataset.dataset(), seen);
        Edge next = version == null ? null : new Edge(version.fingerprint(), Upstream.SETTLED);
        List<InstanceId> readers = new ArrayList<>();
        for (InputModel input : inputs) {
            if (counts || !Objects.equals(next, decision.graph.edge(input, seen))) {
                readers.addAll(decision.graph.change(input, seen, next, follow));
            }
        }
        return readers;
    }

    /** What a complete snapshot does not have does not exist. */
    void prune(Continuation.Pruning pruning, String row) {
        PartitionKey partition = PartitionKey.parse(Keys.last(row));
        if (decision.metadata.reconciliations().forgetSeen(dataset, partition)) {
            return;
        }
        DependencyGraph.Reaction follow = new DependencyGraph.Reaction(pruning.runs(), pruning.scope());
        for (InstanceId reader : holds.inOrder(record(partition, null, () -> follow))) {
            holds.invalidate(pruning.scope(), reader, pruning.runs());
        }
    }

    /** All that a complete snapshot does not have has been taken away. */
    void pruned(Continuation.Pruning pruning) {
        decision.metadata.reconciliations().end(dataset);
        completed(pruning.answer());
    }
}
