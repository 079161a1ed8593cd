package io.freshet.planner.domain.graph;

import io.freshet.contracts.partition.PartitionKey;
import io.freshet.planner.domain.instance.Instance;
import io.freshet.planner.domain.instance.InstanceId;
import io.freshet.planner.domain.metadata.InheritingTasks;
import io.freshet.planner.domain.model.InputModel;
import io.freshet.planner.domain.model.TaskModel;
import io.freshet.planner.domain.model.WorkflowModel;
import io.freshet.planner.domain.port.DeploymentPort;
import io.freshet.planner.domain.port.EdgePort;
import io.freshet.planner.domain.port.InstancePort;
import io.freshet.planner.domain.port.ModelPort;
import io.freshet.planner.domain.port.OutputPort;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Brings instances into being: settled, owed, and counted among the readers of their inputs. */
public final class InstanceCreation {
    /** A version's instances have two to the power of so many evaluations. */
    private static final int EVALUATIONS_OF_A_VERSION = 32;

    private final WorkflowModel model;
    private final InstancePort instances;
    private final EdgePort edges;
    private final OutputPort made;
    private final InheritingTasks inheriting;
    private final UnsettledInputs unsettled;
    private final Set<InstanceId> created = new LinkedHashSet<>();

    public <P extends ModelPort & InstancePort & EdgePort & OutputPort & DeploymentPort> InstanceCreation(
            P ports, UnsettledInputs unsettled) {
        this.model = ports.model();
        this.instances = ports;
        this.edges = ports;
        this.made = ports;
        this.inheriting = ports.deployments().inheritingTasks();
        this.unsettled = unsettled;
    }

    /** The instances that came into being in this decision. */
    public Set<InstanceId> created() {
        return created;
    }

    /** Creates those instances that do not exist; returns them. */
    public List<InstanceId> createMissing(TaskModel task, List<PartitionKey> partitions) {
        List<InstanceId> missing = partitions.stream()
                .map(found -> new InstanceId(task.name(), found))
                .filter(id -> instances.instance(id) == null)
                .toList();
        missing.forEach(id -> create(task, id));
        return missing;
    }

    /** Brings an instance into being that does not exist. */
    public void create(TaskModel task, InstanceId id) {
        index(task, id);
        // Attempt ids never come again: after a removal the version is higher, after an instance was forgotten the
        // floor.
        long generation = Math.max(
                (long) model.definition().version() << EVALUATIONS_OF_A_VERSION,
                instances.instanceMetadata().evaluationFloor().get());
        Instance fresh = Instance.fresh(generation, unsettled.count(task, id));
        instances.put(id, inherits(id) ? fresh.holdingOutputs() : fresh);
        created.add(id);
    }

    /** Whether something was handed over to the instance. */
    private boolean inherits(InstanceId id) {
        return inheriting.run() != null && made.hasOutputs(id);
    }

    /** Counts anew what an instance waits for, and has it looked at. */
    public void recount(TaskModel task, InstanceId id) {
        index(task, id);
        Instance instance = instances.require(id);
        instances.put(
                id,
                instance.withCounts(unsettled.count(task, id), instance.holds())
                        .with(instance.dirt().withInput()));
    }

    /** Writes the instance among the readers of inputs from whose keys it does not follow. */
    private void index(TaskModel task, InstanceId id) {
        for (InputModel input : task.inputs()) {
            if (!input.determining()) {
                edges.readerRows().put(input.rows(input.keyOf(id.partition())) + id.partition(), "");
            }
        }
    }

    /** The instance reads nothing any more. */
    void unindex(TaskModel task, InstanceId id) {
        for (InputModel input : task.inputs()) {
            edges.readerRows().delete(input.rows(input.keyOf(id.partition())) + id.partition());
        }
    }
}
