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
import io.freshet.planner.domain.state.Edge;
import io.freshet.planner.domain.state.PlanningContext;
import io.freshet.planner.domain.state.ReaderReaction;
import io.freshet.planner.domain.state.WorkflowTables;
import io.freshet.planner.domain.table.Keys;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a dataset has belongs to the dataset, not to the task that happened to make it. When another task makes it from now on, be it
 * renamed, shaped in another way or of another workflow, or when it was watched before, each partition goes to the instance that is to
 * make it. That instance keeps it until its first result, which says what stays.
 */
public final class Inheritance {
    private final PlanningContext context;
    private final WorkflowModel model;
    private final WorkflowTables tables;
    private final DependencyGraph graph;
    private final InstanceDefinition definition;
    private final Holds holds;

    public Inheritance(PlanningContext context, DependencyGraph graph, Holds holds) {
        this.context = context;
        this.model = context.model();
        this.tables = context.tables();
        this.graph = graph;
        this.definition = new InstanceDefinition(tables);
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
        tables.outputs.delete(output.row());
        publish(output, of.path(), of.layout(), run, new PartitionChange(output.partition(), version, null));
    }

    void publish(InheritedOutput output, String path, String layout, String run, PartitionChange change) {
        new Publication(
                        output.dataset(),
                        path,
                        layout,
                        new ProducedBy(context.ref(output.instance()), null, run),
                        Keys.of("inherited", model.definition().version(), output.row(), run))
                .events(List.of(change), context.now())
                .forEach(context::emit);
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
        Instance instance = tables.instance(id);
        TaskModel task = model.requireTask(id.task());
        return instance != null && definition.isDefined(task, id) ? new Edge(null, task.upstream(instance)) : null;
    }
}
