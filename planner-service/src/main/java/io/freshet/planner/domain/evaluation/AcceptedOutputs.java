package io.freshet.planner.domain.evaluation;

import io.freshet.contracts.data.PartitionVersion;
import io.freshet.contracts.event.Outcome.OutputPartition;
import io.freshet.contracts.event.PartitionChange;
import io.freshet.contracts.event.ProducedBy;
import io.freshet.contracts.id.InstanceRef;
import io.freshet.contracts.partition.PartitionKey;
import io.freshet.planner.domain.graph.DependencyGraph;
import io.freshet.planner.domain.graph.Propagation;
import io.freshet.planner.domain.graph.Publication;
import io.freshet.planner.domain.instance.Instance;
import io.freshet.planner.domain.instance.InstanceId;
import io.freshet.planner.domain.instance.Results;
import io.freshet.planner.domain.instance.Upstream;
import io.freshet.planner.domain.model.InputModel;
import io.freshet.planner.domain.model.OutputModel;
import io.freshet.planner.domain.model.TaskModel;
import io.freshet.planner.domain.model.WorkflowModel;
import io.freshet.planner.domain.port.EffectPort;
import io.freshet.planner.domain.port.InstancePort;
import io.freshet.planner.domain.port.ModelPort;
import io.freshet.planner.domain.port.OutputPort;
import io.freshet.planner.domain.port.TimePort;
import io.freshet.planner.domain.run.Runs;
import io.freshet.planner.domain.state.Edge;
import io.freshet.planner.domain.state.Effects;
import io.freshet.planner.domain.state.ReaderReaction;
import io.freshet.planner.domain.table.Keys;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;

/** Takes over what an attempt has made, or takes it away: for readers in the workflow at once, for everybody else as file changes. */
public final class AcceptedOutputs {
    private final WorkflowModel model;
    private final InstancePort instances;
    private final Effects effects;
    private final Instant now;
    private final OutputRows rows;
    private final ReportedResults reported;
    private final Runs runs;
    private final DependencyGraph graph;
    private final Propagation propagation;

    public <P extends ModelPort & InstancePort & OutputPort & EffectPort & TimePort> AcceptedOutputs(
            P ports, ReportedResults reported, Runs runs, DependencyGraph graph, Propagation propagation) {
        this.model = ports.model();
        this.instances = ports;
        this.effects = ports.effects();
        this.now = ports.now();
        this.rows = new OutputRows(ports);
        this.reported = reported;
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
        OutputOrigin origin = new OutputOrigin(task, id, null, null, instance);
        accept(origin, List.of(), Results.NONE);
        // Its readers may have changed what is kept of it meanwhile.
        Instance retired = instances.require(id).retired(rows.keepsAny(origin));
        instances.put(id, retired);
        return retired;
    }

    /**
     * Records the outputs and the results, and lets everybody know who reads them.
     *
     * @return how many partitions they changed
     */
    public int accept(OutputOrigin origin, List<OutputPartition> written, Results results) {
        int changed = 0;
        long bytes = 0;
        for (OutputModel output : origin.task().outputs()) {
            List<PartitionChange> changes = accept(origin, output, written);
            changed += changes.size();
            bytes += bytes(changes);
        }
        runs.wrote(origin.id(), bytes);
        reported.take(origin, results);
        propagation.propagate();
        return changed;
    }

    private List<PartitionChange> accept(OutputOrigin origin, OutputModel output, List<OutputPartition> written) {
        List<String> ofInstance = runs.of(origin.id());
        List<PartitionChange> equal = new ArrayList<>();
        List<PartitionChange> changes = rows.replace(origin, output, versions(output, written), equal);
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

    private void notifyReaders(OutputModel output, PartitionChange change, List<String> forRuns) {
        PartitionVersion after = change.after();
        Edge next = after == null
                ? output.expected() ? new Edge(null, Upstream.UNSETTLED) : null
                : new Edge(after.fingerprint(), Upstream.UNSETTLED);
        for (InputModel input : model.readers(output.dataset())) {
            graph.change(input, change.partition(), next, () -> ReaderReaction.unsettle(forRuns))
                    .forEach(reader -> propagation.invalidate(reader, forRuns));
        }
    }

    private void publish(OutputOrigin origin, OutputModel output, List<PartitionChange> changes, String run) {
        InstanceRef ref = origin.id().in(model.ref());
        String attempt = origin.attempt();
        String identity =
                attempt == null ? Keys.of("retired", ref, origin.before().evaluation()) : attempt;
        ProducedBy produced = attempt == null
                ? new ProducedBy(ref, null, run)
                : new ProducedBy(ref, attempt, run, origin.trace(), now);
        Publication.of(output, produced, identity).events(changes, now).forEach(effects::emit);
    }
}
