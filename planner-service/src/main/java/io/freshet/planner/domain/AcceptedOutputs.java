package io.freshet.planner.domain;

import io.freshet.contracts.data.PartitionVersion;
import io.freshet.contracts.event.Outcome.OutputPartition;
import io.freshet.contracts.event.PartitionChange;
import io.freshet.contracts.event.ProducedBy;
import io.freshet.contracts.id.DatasetRef;
import io.freshet.contracts.partition.PartitionKey;
import io.freshet.planner.domain.instance.InstanceId;
import io.freshet.planner.domain.table.Keys;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Takes over what an attempt has made, or takes it away: for readers in the workflow at once, for everybody else as file changes. */
final class AcceptedOutputs {
    private final Decision decision;
    private final TaskModel task;
    private final InstanceId id;
    private final @Nullable String attempt;
    private final Instance before;

    /**
     * @param attempt that made it; null if it is taken away
     * @param before the instance before the attempt's end
     */
    AcceptedOutputs(Decision decision, TaskModel task, InstanceId id, @Nullable String attempt, Instance before) {
        this.decision = decision;
        this.task = task;
        this.id = id;
        this.attempt = attempt;
        this.before = before;
    }

    /**
     * Takes away what an instance has made: what it was made of is gone, or it is not to be made any more. Partitions of datasets that
     * keep what is deleted stay.
     *
     * @return the instance, without a success
     */
    static Instance retire(Decision decision, TaskModel task, InstanceId id, Instance instance) {
        if (instance.lastKey() == null && !instance.holdsOutputs()) {
            return instance;
        }
        AcceptedOutputs outputs = new AcceptedOutputs(decision, task, id, null, instance);
        outputs.accept(List.of());
        outputs.report(Results.NONE);
        decision.propagate();
        // Its readers may have changed what is kept of it meanwhile.
        Instance retired = decision.state.require(id).retired(outputs.keepsAny());
        decision.state.put(id, retired);
        return retired;
    }

    /** Why outputs cannot be accepted: one of them is not the instance's to write. Empty if they can. */
    static Optional<String> misplaced(TaskModel task, InstanceId id, List<OutputPartition> outputs) {
        for (OutputPartition written : outputs) {
            boolean belongs = task.outputs().stream()
                    .anyMatch(output -> output.dataset().equals(written.dataset())
                            && Partitions.belongs(task, id.partition(), output, written.partition()));
            if (!belongs) {
                return Optional.of("The attempt wrote %s/%s, which is not an output of %s."
                        .formatted(written.dataset(), written.partition(), id.key()));
            }
        }
        return Optional.empty();
    }

    /** Records the outputs; returns how many partitions they changed. */
    int accept(List<OutputPartition> written) {
        List<String> runs = decision.runs.of(id);
        int changed = 0;
        long bytes = 0;
        for (OutputModel output : task.outputs()) {
            NavigableMap<PartitionKey, PartitionVersion> versions = new TreeMap<>();
            for (OutputPartition partition : written) {
                if (partition.dataset().equals(output.dataset())) {
                    versions.put(partition.partition().project(output.dimensions()), partition.version());
                }
            }
            List<PartitionChange> equal = new ArrayList<>();
            List<PartitionChange> changes = record(output, versions, equal);
            changes.forEach(change -> notifyReaders(output, change, runs));
            if (before.lastKey() == null) {
                // What others had made may be seen elsewhere, or not at all.
                List<PartitionChange> all = new ArrayList<>(changes);
                all.addAll(equal);
                publish(output, all, runs.getFirst());
            } else {
                publish(output, changes, runs.getFirst());
            }
            changed += changes.size();
            for (PartitionChange change : changes) {
                PartitionVersion after = change.after();
                bytes += after == null ? 0 : after.bytes();
            }
        }
        decision.runs.wrote(id, bytes);
        return changed;
    }

    /** Takes over what the attempt reported; conditions that may speak of it are asked again. */
    void report(Results results) {
        if (results.equals(Results.NONE) && !decision.metadata.reportingTasks().contains(task.name())) {
            return;
        }
        Results before = decision.state.results.get(id.key());
        if (results.equals(before == null ? Results.NONE : before)) {
            return;
        }
        if (results.equals(Results.NONE)) {
            decision.state.results.delete(id.key());
        } else {
            decision.state.results.put(id.key(), results);
            decision.metadata.reportingTasks().add(task.name());
        }
        decision.graph.edgesFrom(id, (input, partition) -> {
            TaskCondition condition = decision.model.requireTask(input.task()).condition();
            if (condition != null && condition.speaksOfResults(input.name())) {
                decision.graph.look(input, partition);
            }
        });
    }

    private List<PartitionChange> record(
            OutputModel output, NavigableMap<PartitionKey, PartitionVersion> after, List<PartitionChange> equal) {
        DatasetRef dataset = output.dataset();
        String rows = Keys.prefix(id.key(), dataset.dataset());
        boolean keeps = decision.model.keepsDeleted(dataset);
        Map<PartitionKey, PartitionVersion> known = known(output, rows);
        List<PartitionChange> changes = new ArrayList<>();
        known.forEach((partition, version) -> {
            if (after.containsKey(partition)) {
                decision.metadata.retainedOutputs().rewritten(id, dataset, partition);
            } else if (keeps) {
                decision.metadata.retainedOutputs().retain(id, dataset, partition);
            } else {
                changes.add(new PartitionChange(partition, version, null));
                decision.state.outputs.delete(rows + partition);
            }
        });
        after.forEach((partition, version) -> {
            PartitionVersion was = known.get(partition);
            if (was == null || !was.fingerprint().equals(version.fingerprint())) {
                changes.add(new PartitionChange(partition, was, version));
                decision.state.outputs.put(rows + partition, version);
            } else {
                equal.add(new PartitionChange(partition, was, version));
            }
        });
        return changes;
    }

    /** What it has of the output, in the order of the rows. */
    private Map<PartitionKey, PartitionVersion> known(OutputModel output, String rows) {
        Map<PartitionKey, PartitionVersion> known = new LinkedHashMap<>();
        if (!before.holdsOutputs()) {
            // A look for what is not there is the dearest.
            return known;
        }
        if (output.expected()) {
            PartitionKey partition = id.partition().project(output.dimensions());
            PartitionVersion version = decision.state.outputs.get(rows + partition);
            if (version != null) {
                known.put(partition, version);
            }
        } else {
            decision.state.outputs.scan(rows, (row, version) -> {
                known.put(PartitionKey.parse(Keys.last(row)), version);
                return true;
            });
        }
        return known;
    }

    private boolean keepsAny() {
        return task.outputs().stream()
                .anyMatch(output -> decision.model.keepsDeleted(output.dataset())
                        && !known(output, Keys.prefix(id.key(), output.dataset().dataset()))
                                .isEmpty());
    }

    private void notifyReaders(OutputModel output, PartitionChange change, List<String> runs) {
        PartitionVersion after = change.after();
        Edge next = after == null
                ? output.expected() ? new Edge(null, Upstream.UNSETTLED) : null
                : new Edge(after.fingerprint(), Upstream.UNSETTLED);
        for (InputModel input : decision.model.readers(output.dataset())) {
            decision.graph
                    .change(input, change.partition(), next, () -> DependencyGraph.Reaction.unsettle(runs))
                    .forEach(reader -> decision.invalidate(reader, runs));
        }
    }

    private void publish(OutputModel output, List<PartitionChange> changes, String run) {
        String identity = attempt == null ? Keys.of("retired", decision.ref(id), before.evaluation()) : attempt;
        Publication.of(output, new ProducedBy(decision.ref(id), attempt, run), identity)
                .emit(decision, changes);
    }
}
