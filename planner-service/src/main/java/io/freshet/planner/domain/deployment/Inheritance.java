package io.freshet.planner.domain.deployment;

import io.freshet.contracts.data.PartitionVersion;
import io.freshet.contracts.event.PartitionChange;
import io.freshet.contracts.event.ProducedBy;
import io.freshet.contracts.id.DatasetRef;
import io.freshet.contracts.partition.PartitionKey;
import io.freshet.planner.domain.graph.DependencyGraph;
import io.freshet.planner.domain.graph.Holds;
import io.freshet.planner.domain.graph.InstanceDefinition;
import io.freshet.planner.domain.graph.Publication;
import io.freshet.planner.domain.instance.Instance;
import io.freshet.planner.domain.instance.InstanceId;
import io.freshet.planner.domain.model.InputModel;
import io.freshet.planner.domain.model.OutputModel;
import io.freshet.planner.domain.model.TaskModel;
import io.freshet.planner.domain.model.WorkflowModel;
import io.freshet.planner.domain.port.EffectPort;
import io.freshet.planner.domain.port.InstancePort;
import io.freshet.planner.domain.port.ModelPort;
import io.freshet.planner.domain.port.OutputPort;
import io.freshet.planner.domain.port.TimePort;
import io.freshet.planner.domain.state.Edge;
import io.freshet.planner.domain.state.Effects;
import io.freshet.planner.domain.state.ReaderReaction;
import io.freshet.planner.domain.table.Keys;
import io.freshet.planner.domain.table.Table;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a dataset has belongs to the dataset, not to the task that happened to make it. When another task makes it from now on, be it
 * renamed, shaped in another way or of another workflow, or when it was watched before, each partition goes to the instance that is to
 * make it. That instance keeps it until its first result, which says what stays.
 */
public final class Inheritance {
    private final WorkflowModel model;
    private final InstancePort instances;
    private final Table<PartitionVersion> outputs;
    private final Effects effects;
    private final Instant now;
    private final DependencyGraph graph;
    private final InstanceDefinition definition;
    private final Holds holds;

    public <P extends ModelPort & InstancePort & OutputPort & EffectPort & TimePort> Inheritance(
            P ports, DependencyGraph graph, InstanceDefinition definition, Holds holds) {
        this.model = ports.model();
        this.instances = ports;
        this.outputs = ports.outputRows();
        this.effects = ports.effects();
        this.now = ports.now();
        this.graph = graph;
        this.definition = definition;
        this.holds = holds;
    }

    /** The instance that is to make a partition. */
    InheritedOutput ownedBy(DatasetRef dataset, PartitionKey partition) {
        TaskModel task = model.producer(dataset).orElseThrow();
        return new InheritedOutput(
                new InstanceId(task.name(), partition.project(task.dimensions())), dataset, partition);
    }

    /** How the workflow makes a dataset; empty if it does not. */
    Optional<OutputModel> output(DatasetRef dataset) {
        return model.producer(dataset)
                .flatMap(task -> task.outputs().stream()
                        .filter(output -> output.dataset().equals(dataset))
                        .findFirst());
    }

    /** The partition does not exist any more. */
    void takeAway(InheritedOutput output, PartitionVersion version, String run) {
        OutputModel of = output(output.dataset()).orElseThrow();
        outputs.delete(output.row());
        publish(output, of.path(), of.layout(), run, new PartitionChange(output.partition(), version, null));
    }

    void publish(InheritedOutput output, String path, String layout, String run, PartitionChange change) {
        new Publication(
                        output.dataset(),
                        path,
                        layout,
                        new ProducedBy(output.instance().in(model.ref()), null, run),
                        Keys.of("inherited", model.definition().version(), output.row(), run))
                .events(List.of(change), now)
                .forEach(effects::emit);
    }

    /** Lets readers of a partition in the workflow know what there is now; null: nothing. */
    void notifyReaders(InheritedOutput output, @Nullable Edge edge, ReaderReaction reaction) {
        OutputModel of = output(output.dataset()).orElseThrow();
        Edge next = edge == null && of.expected() ? expected(output.instance()) : edge;
        for (InputModel input : model.readers(output.dataset())) {
            for (InstanceId reader : graph.change(input, output.partition(), next, () -> reaction)) {
                if (!reaction.runs().isEmpty()) {
                    holds.invalidate(reaction.scope(), reader, reaction.runs());
                }
            }
        }
    }

    /** What readers see of a partition that an instance is expected to make, and has not made; null if it is not expected to. */
    private @Nullable Edge expected(InstanceId id) {
        Instance instance = instances.instance(id);
        TaskModel task = model.requireTask(id.task());
        return instance != null && definition.isDefined(task, id) ? new Edge(null, task.upstream(instance)) : null;
    }
}
