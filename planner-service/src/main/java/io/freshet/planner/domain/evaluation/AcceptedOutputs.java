package io.freshet.planner.domain.evaluation;

import io.freshet.contracts.data.PartitionVersion;
import io.freshet.contracts.event.Outcome.OutputPartition;
import io.freshet.contracts.event.PartitionChange;
import io.freshet.contracts.event.ProducedBy;
import io.freshet.contracts.id.InstanceRef;
import io.freshet.contracts.partition.PartitionKey;
import io.freshet.planner.domain.graph.DependencyGraph;
import io.freshet.planner.domain.graph.OutputEdges;
import io.freshet.planner.domain.graph.Propagation;
import io.freshet.planner.domain.graph.Publication;
import io.freshet.planner.domain.instance.Instance;
import io.freshet.planner.domain.instance.InstanceId;
import io.freshet.planner.domain.instance.Results;
import io.freshet.planner.domain.instance.Upstream;
import io.freshet.planner.domain.metadata.ReportingTasks;
import io.freshet.planner.domain.metadata.RetainedOutputs;
import io.freshet.planner.domain.model.InputModel;
import io.freshet.planner.domain.model.OutputModel;
import io.freshet.planner.domain.model.TaskCondition;
import io.freshet.planner.domain.model.TaskModel;
import io.freshet.planner.domain.run.Runs;
import io.freshet.planner.domain.state.Edge;
import io.freshet.planner.domain.state.PlanningContext;
import io.freshet.planner.domain.state.ReaderReaction;
import io.freshet.planner.domain.state.WorkflowTables;
import io.freshet.planner.domain.table.Keys;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Takes over what an attempt has made, or takes it away: for readers in the workflow at once, for everybody else as file changes. */
public final class AcceptedOutputs {
    /**
     * Whose outputs they are.
     *
     * @param attempt that made them; null if they are taken away
     * @param before the instance before the attempt's end
     */
    public record Origin(
            TaskModel task, InstanceId id, @Nullable String attempt, Instance before) {}

    private final PlanningContext context;
    private final WorkflowTables tables;
    private final Runs runs;
    private final DependencyGraph graph;
    private final Propagation propagation;

    public AcceptedOutputs(PlanningContext context, Runs runs, DependencyGraph graph, Propagation propagation) {
        this.context = context;
        this.tables = context.tables();
        this.runs = runs;
        this.graph = graph;
        this.propagation = propagation;
    }

    /**
     * Takes away what an instance has made: what it was made of is gone, or it is not to be made any more. Partitions of datasets that
     * keep what is deleted stay.
     *
     * @return the instance, without a success
     */
    Instance retire(TaskModel task, InstanceId id, Instance instance) {
        if (instance.lastKey() == null && !instance.holdsOutputs()) {
            return instance;
        }
        Origin origin = new Origin(task, id, null, instance);
        accept(origin, List.of(), Results.NONE);
        // Its readers may have changed what is kept of it meanwhile.
        Instance retired = tables.require(id).retired(keepsAny(origin));
        tables.put(id, retired);
        return retired;
    }

    /**
     * Records the outputs and the results, and lets everybody know who reads them.
     *
     * @return how many partitions they changed
     */
    public int accept(Origin origin, List<OutputPartition> written, Results results) {
        int changed = 0;
        long bytes = 0;
        for (OutputModel output : origin.task().outputs()) {
            List<PartitionChange> changes = accept(origin, output, written);
            changed += changes.size();
            bytes += bytes(changes);
        }
        runs.wrote(origin.id(), bytes);
        report(origin, results);
        propagation.propagate();
        return changed;
    }

    private List<PartitionChange> accept(Origin origin, OutputModel output, List<OutputPartition> written) {
        List<String> ofInstance = runs.of(origin.id());
        List<PartitionChange> equal = new ArrayList<>();
        List<PartitionChange> changes = record(origin, output, versions(output, written), equal);
        changes.forEach(change -> notifyReaders(output, change, ofInstance));
        List<PartitionChange> published = new ArrayList<>(changes);
        if (origin.before().lastKey() == null) {
            // What others had made may be seen elsewhere, or not at all.
            published.addAll(equal);
        }
        publish(origin, output, published, ofInstance.getFirst());
        return changes;
    }

    private static NavigableMap<PartitionKey, PartitionVersion> versions(
            OutputModel output, List<OutputPartition> written) {
        NavigableMap<PartitionKey, PartitionVersion> versions = new TreeMap<>();
        for (OutputPartition partition : written) {
            if (partition.dataset().equals(output.dataset())) {
                versions.put(partition.partition().project(output.dimensions()), partition.version());
            }
        }
        return versions;
    }

    private static long bytes(List<PartitionChange> changes) {
        long bytes = 0;
        for (PartitionChange change : changes) {
            PartitionVersion after = change.after();
            bytes += after == null ? 0 : after.bytes();
        }
        return bytes;
    }

    /** Takes over what the attempt reported; conditions that may speak of it are asked again. */
    private void report(Origin origin, Results results) {
        ReportingTasks reporting = tables.metadata.runs().reportingTasks();
        String task = origin.task().name();
        if (results.equals(Results.NONE) && !reporting.contains(task)) {
            return;
        }
        String row = origin.id().key();
        Results before = tables.results.get(row);
        if (results.equals(before == null ? Results.NONE : before)) {
            return;
        }
        if (results.equals(Results.NONE)) {
            tables.results.delete(row);
        } else {
            tables.results.put(row, results);
            reporting.add(task);
        }
        new OutputEdges(context).visit(origin.id(), (input, partition) -> {
            TaskCondition condition = context.model().requireTask(input.task()).condition();
            if (condition != null && condition.speaksOfResults(input.name())) {
                graph.look(input, partition);
            }
        });
    }

    private List<PartitionChange> record(
            Origin origin,
            OutputModel output,
            NavigableMap<PartitionKey, PartitionVersion> after,
            List<PartitionChange> equal) {
        Map<PartitionKey, PartitionVersion> known = known(origin, output);
        List<PartitionChange> changes = new ArrayList<>();
        known.forEach((partition, version) -> {
            if (after.containsKey(partition)) {
                retained().rewritten(origin.id(), output.dataset(), partition);
            } else if (context.model().keepsDeleted(output.dataset())) {
                retained().retain(origin.id(), output.dataset(), partition);
            } else {
                changes.add(new PartitionChange(partition, version, null));
                tables.outputs.delete(rows(origin, output) + partition);
            }
        });
        after.forEach((partition, version) -> {
            PartitionVersion was = known.get(partition);
            if (was == null || !was.fingerprint().equals(version.fingerprint())) {
                changes.add(new PartitionChange(partition, was, version));
                tables.outputs.put(rows(origin, output) + partition, version);
            } else {
                equal.add(new PartitionChange(partition, was, version));
            }
        });
        return changes;
    }

    private RetainedOutputs retained() {
        return tables.metadata.instances().retainedOutputs();
    }

    private static String rows(Origin origin, OutputModel output) {
        return Keys.prefix(origin.id().key(), output.dataset().dataset());
    }

    /** What the instance has of the output, in the order of the rows. */
    private Map<PartitionKey, PartitionVersion> known(Origin origin, OutputModel output) {
        Map<PartitionKey, PartitionVersion> known = new LinkedHashMap<>();
        if (!origin.before().holdsOutputs()) {
            // A look for what is not there is the dearest.
            return known;
        }
        String rows = rows(origin, output);
        if (output.expected()) {
            PartitionKey partition = origin.id().partition().project(output.dimensions());
            PartitionVersion version = tables.outputs.get(rows + partition);
            if (version != null) {
                known.put(partition, version);
            }
        } else {
            tables.outputs.scan(rows, (row, version) -> {
                known.put(PartitionKey.parse(Keys.last(row)), version);
                return true;
            });
        }
        return known;
    }

    private boolean keepsAny(Origin origin) {
        return origin.task().outputs().stream()
                .anyMatch(output -> context.model().keepsDeleted(output.dataset())
                        && !known(origin, output).isEmpty());
    }

    private void notifyReaders(OutputModel output, PartitionChange change, List<String> forRuns) {
        PartitionVersion after = change.after();
        Edge next = after == null
                ? output.expected() ? new Edge(null, Upstream.UNSETTLED) : null
                : new Edge(after.fingerprint(), Upstream.UNSETTLED);
        for (InputModel input : context.model().readers(output.dataset())) {
            graph.change(input, change.partition(), next, () -> ReaderReaction.unsettle(forRuns))
                    .forEach(reader -> propagation.invalidate(reader, forRuns));
        }
    }

    private void publish(Origin origin, OutputModel output, List<PartitionChange> changes, String run) {
        InstanceRef ref = context.ref(origin.id());
        String attempt = origin.attempt();
        String identity =
                attempt == null ? Keys.of("retired", ref, origin.before().evaluation()) : attempt;
        Publication.of(output, new ProducedBy(ref, attempt, run), identity)
                .events(changes, context.now())
                .forEach(context::emit);
    }
}
