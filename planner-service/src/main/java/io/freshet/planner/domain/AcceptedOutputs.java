package io.freshet.planner.domain;

import io.freshet.contracts.data.PartitionVersion;
import io.freshet.contracts.event.Batch;
import io.freshet.contracts.event.Cause;
import io.freshet.contracts.event.FileChanges;
import io.freshet.contracts.event.Outcome.OutputPartition;
import io.freshet.contracts.event.PartitionChange;
import io.freshet.contracts.event.Produced;
import io.freshet.contracts.id.DerivedId;
import io.freshet.contracts.partition.PartitionKey;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;

/** Takes over what an attempt has made: for readers in the workflow at once, for everybody else as file changes. */
final class AcceptedOutputs {
    private final Decision decision;
    private final TaskModel task;
    private final InstanceId id;
    private final String attempt;
    private final boolean hasOutputs;

    /**
     * @param before the instance before the attempt's end
     */
    AcceptedOutputs(Decision decision, TaskModel task, InstanceId id, String attempt, Instance before) {
        this.decision = decision;
        this.task = task;
        this.id = id;
        this.attempt = attempt;
        this.hasOutputs = before.lastKey() != null;
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
            List<PartitionChange> changes = record(output, versions);
            changes.forEach(change -> tellReaders(output, change, runs));
            publish(output, changes, runs.getFirst());
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
        if (results.equals(Results.NONE) && !decision.notes.hasReported(task.name())) {
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
            decision.notes.reported(task.name());
        }
        decision.graph.outputs(id, (output, partition) -> {
            for (InputModel input : decision.model.readers(output.dataset())) {
                TaskCondition condition =
                        decision.model.requireTask(input.task()).condition();
                if (condition != null && condition.speaksOfResults(input.name())) {
                    decision.graph.look(input, partition);
                }
            }
        });
    }

    private List<PartitionChange> record(OutputModel output, NavigableMap<PartitionKey, PartitionVersion> after) {
        String rows = Keys.prefix(id.key(), output.dataset().dataset());
        Map<PartitionKey, PartitionVersion> before = before(output, rows);
        List<PartitionChange> changes = new ArrayList<>();
        before.forEach((partition, version) -> {
            if (!after.containsKey(partition) && !decision.model.keepsDeleted(output.dataset())) {
                changes.add(new PartitionChange(partition, version, null));
                decision.state.outputs.delete(rows + partition);
            }
        });
        after.forEach((partition, version) -> {
            PartitionVersion known = before.get(partition);
            if (known == null || !known.fingerprint().equals(version.fingerprint())) {
                changes.add(new PartitionChange(partition, known, version));
                decision.state.outputs.put(rows + partition, version);
            }
        });
        return changes;
    }

    /** What it has of the output, in the order of the rows. */
    private Map<PartitionKey, PartitionVersion> before(OutputModel output, String rows) {
        Map<PartitionKey, PartitionVersion> before = new LinkedHashMap<>();
        if (!hasOutputs) {
            // A look for what is not there is the dearest.
            return before;
        }
        if (output.expected()) {
            PartitionKey partition = id.partition().project(output.dimensions());
            PartitionVersion version = decision.state.outputs.get(rows + partition);
            if (version != null) {
                before.put(partition, version);
            }
        } else {
            decision.state.outputs.scan(rows, (row, version) -> {
                before.put(PartitionKey.parse(Keys.last(row)), version);
                return true;
            });
        }
        return before;
    }

    private void tellReaders(OutputModel output, PartitionChange change, List<String> runs) {
        PartitionVersion after = change.after();
        Edge next = after == null
                ? output.expected() ? new Edge(null, Upstream.UNSETTLED) : null
                : new Edge(after.fingerprint(), Upstream.UNSETTLED);
        for (InputModel input : decision.model.readers(output.dataset())) {
            decision.graph
                    .change(input, change.partition(), next, () -> Graph.Follow.unsettle(runs))
                    .forEach(reader -> decision.unsettle(reader, runs));
        }
    }

    private void publish(OutputModel output, List<PartitionChange> changes, String run) {
        if (changes.isEmpty()) {
            return;
        }
        String batch = DerivedId.of("outputs", attempt, output.dataset().toString());
        Cause cause = new Cause(
                batch,
                Cause.Kind.DATASET_CHANGED,
                decision.now,
                "%s changed %d partition(s) of %s".formatted(decision.ref(id), changes.size(), output.dataset()));
        Produced produced = new Produced(decision.ref(id), attempt, run);
        for (int start = 0, index = 0; start < changes.size(); start += FileChanges.MAX_CHANGES, index++) {
            int end = Math.min(changes.size(), start + FileChanges.MAX_CHANGES);
            decision.emit(new FileChanges(
                    output.dataset(),
                    output.path(),
                    output.layout(),
                    cause,
                    new Batch(batch, index, end == changes.size()),
                    changes.subList(start, end),
                    produced,
                    decision.now));
        }
    }
}
