package io.freshet.planner.domain.graph;

import io.freshet.contracts.partition.PartitionKey;
import io.freshet.planner.domain.instance.InstanceId;
import io.freshet.planner.domain.model.InputModel;
import io.freshet.planner.domain.model.TaskModel;
import io.freshet.planner.domain.port.EdgePort;
import java.util.List;
import java.util.function.Predicate;

/** Whether instances are still to exist: a task's defining inputs bring them into being, and without these there are none. */
public final class InstanceDefinition {
    private final EdgePort edges;

    public InstanceDefinition(EdgePort edges) {
        this.edges = edges;
    }

    /**
     * Whether there still is what brings an instance into being.
     *
     * @param inputs what it reads
     */
    public boolean isDefined(TaskModel task, InstanceId id, Inputs inputs) {
        return isDefined(
                task, definer -> (definer.reach().reach().isEmpty() && inputs.has(definer)) || defines(definer, id));
    }

    /** As {@link #isDefined(TaskModel, InstanceId, Inputs)}. */
    public boolean isDefined(TaskModel task, InstanceId id) {
        return isDefined(task, definer -> defines(definer, id));
    }

    private static boolean isDefined(TaskModel task, Predicate<InputModel> defines) {
        List<InputModel> definers = task.definers();
        if (definers.isEmpty()) {
            return true;
        }
        return definers.getFirst().determining()
                ? definers.stream().anyMatch(defines)
                : definers.stream().allMatch(defines);
    }

    private boolean defines(InputModel definer, InstanceId id) {
        List<PartitionKey> last =
                definer.determining() ? definer.lastKeyReadBy(id.partition()) : List.of(definer.keyOf(id.partition()));
        return !last.isEmpty() && edges.hasEdges(definer, last.getFirst());
    }
}
