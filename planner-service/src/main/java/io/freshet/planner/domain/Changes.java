package io.freshet.planner.domain;

import io.freshet.contracts.data.PartitionVersion;
import io.freshet.contracts.event.PartitionChange;
import io.freshet.contracts.event.PartitionsChanged;
import io.freshet.contracts.id.DatasetRef;
import io.freshet.contracts.id.DerivedId;
import io.freshet.contracts.partition.Dimension;
import io.freshet.contracts.partition.PartitionKey;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Partitions from outside changed. Each part of a batch is recorded as it comes; the instances that read it are unsettled and held
 * until the batch is complete. What the first snapshots say after a deployment is held until all of them have been heard.
 */
final class Changes {
    private final Decision decision;
    private final Holds holds;
    private final DatasetRef dataset;
    private final List<InputModel> inputs;
    private final List<Dimension> dimensions;

    Changes(Decision decision, DatasetRef dataset, List<InputModel> inputs) {
        this.decision = decision;
        this.holds = new Holds(decision);
        this.dataset = dataset;
        this.inputs = inputs;
        this.dimensions = inputs.getFirst().dimensions();
    }

    void apply(PartitionsChanged changed) {
        String awaiting = decision.notes.awaiting(dataset);
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
        Held held = new Held(changed, answer || !isWhole(changed) ? scope : null);
        Set<InstanceId> readers = new LinkedHashSet<>();
        for (PartitionChange change : changed.changes()) {
            // A change that was seen before the dataset got another layout is none any more.
            if (Partitions.fit(dimensions, change.partition())) {
                PartitionKey partition = change.partition().project(dimensions);
                readers.addAll(record(partition, change.after(), held));
                if (changed.snapshot() && !isWhole(changed)) {
                    decision.notes.see(dataset, partition.toString());
                }
            }
        }
        boolean last = changed.batch().last();
        if (changed.snapshot() && last) {
            readers.addAll(removeUnseen(changed, held));
        }
        unsettle(readers, held);
        if (last) {
            completed(answer);
        }
    }

    private static boolean isWhole(PartitionsChanged changed) {
        return changed.batch().index() == 0 && changed.batch().last();
    }

    /** For which run the readers of a batch are unsettled, and in which scope they are held, if any. */
    private final class Held {
        private final PartitionsChanged changed;
        private final @Nullable String scope;
        private @Nullable String run;

        Held(PartitionsChanged changed, @Nullable String scope) {
            this.changed = changed;
            this.scope = scope;
        }

        /** The run, started when somebody turns out to read what changed. */
        String run() {
            String known = run;
            if (known == null) {
                String awaiting = Holds.DEPLOYMENT.equals(scope) ? decision.notes.awaiting(dataset) : null;
                known = awaiting != null ? awaiting : decision.runs.open(changed.cause());
                run = known;
                if (scope != null && awaiting == null && decision.notes.batchScope(dataset) == null) {
                    decision.notes.openBatch(dataset, scope, known);
                    decision.runs.retain(known);
                }
            }
            return known;
        }

        Graph.Follow follow() {
            return new Graph.Follow(List.of(run()), scope);
        }
    }

    private void unsettle(Set<InstanceId> readers, Held held) {
        for (InstanceId reader : holds.inOrder(readers)) {
            holds.unsettle(held.scope, reader, List.of(held.run()));
        }
    }

    private void completed(boolean answer) {
        closeBatch(decision, dataset);
        if (answer) {
            closeSubscription(decision, dataset);
            if (!decision.notes.awaitsAny()) {
                decision.notes.release(Holds.DEPLOYMENT);
            }
        }
    }

    /** What a batch of the dataset holds may go; nothing more of it comes. */
    static void closeBatch(Decision decision, DatasetRef dataset) {
        String scope = decision.notes.batchScope(dataset);
        String run = decision.notes.batchRun(dataset);
        if (scope != null && run != null) {
            decision.notes.closeBatch(dataset);
            decision.notes.release(scope);
            decision.runs.release(run);
        }
    }

    /** The dataset is no longer waited for, because it was heard of or is not wanted any more. */
    static void closeSubscription(Decision decision, DatasetRef dataset) {
        String run = decision.notes.awaiting(dataset);
        if (run != null) {
            decision.notes.heard(dataset);
            decision.runs.release(run);
        }
    }

    private List<InstanceId> record(PartitionKey partition, @Nullable PartitionVersion after, Held held) {
        String row = Keys.of(dataset.dataset(), partition);
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
        List<InstanceId> readers = new ArrayList<>();
        for (InputModel input : inputs) {
            Edge next = after == null ? null : new Edge(after.fingerprint(), Upstream.SETTLED);
            readers.addAll(decision.graph.change(input, partition, next, held::follow));
        }
        return readers;
    }

    /** What a complete snapshot does not have does not exist. */
    private List<InstanceId> removeUnseen(PartitionsChanged last, Held held) {
        List<String> known = decision.state.partitions.keys(Keys.prefix(dataset.dataset()));
        Set<String> seen = new LinkedHashSet<>();
        last.changes().forEach(change -> seen.add(change.partition().toString()));
        List<InstanceId> readers = new ArrayList<>();
        for (String row : known) {
            String partition = Keys.last(row);
            if (!seen.contains(partition) && !decision.notes.saw(dataset, partition)) {
                readers.addAll(record(PartitionKey.parse(partition), null, held));
            }
        }
        decision.notes.forgetSeen(dataset);
        return readers;
    }
}
