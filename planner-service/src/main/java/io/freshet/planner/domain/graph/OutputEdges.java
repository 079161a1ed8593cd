package io.freshet.planner.domain.graph;

import io.freshet.contracts.partition.PartitionKey;
import io.freshet.planner.domain.instance.InstanceId;
import io.freshet.planner.domain.model.InputModel;
import io.freshet.planner.domain.model.OutputModel;
import io.freshet.planner.domain.model.TaskModel;
import io.freshet.planner.domain.model.WorkflowModel;
import io.freshet.planner.domain.port.ModelPort;
import io.freshet.planner.domain.port.OutputPort;
import io.freshet.planner.domain.table.Keys;
import java.util.List;
import java.util.function.BiConsumer;

/** Which edges lead from an instance to what reads its outputs. */
public final class OutputEdges {
    private final WorkflowModel model;
    private final OutputPort made;

    public <P extends ModelPort & OutputPort> OutputEdges(P ports) {
        this.model = ports.model();
        this.made = ports;
    }

    /**
     * Visits what inputs see of an instance's outputs, or may come to see: the partitions that it has made, those that it is expected to
     * make, and the placeholder of a fan-out. That is a partition with the dimensions of the instance instead of the dataset's. It has no
     * content ever, and stands for those partitions that nobody can name before they are made, so that a reader that may read some of
     * them waits for the instance, and is held back by its failure, as it is by any other's. A reader that only such a partition could
     * name has no placeholder; it comes into being when there is one.
     */
    public void visit(InstanceId id, BiConsumer<InputModel, PartitionKey> visitor) {
        TaskModel task = model.requireTask(id.task());
        for (OutputModel output : task.outputs()) {
            List<InputModel> readers = model.readers(output.dataset());
            for (PartitionKey partition : partitions(id, output)) {
                readers.forEach(input -> visitor.accept(input, partition));
            }
            if (!output.expected()) {
                readers.stream()
                        .filter(input -> input.joinsInstancesOf(task.dimensions()))
                        .forEach(input -> visitor.accept(input, id.partition()));
            }
        }
    }

    /** Those of an output that the instance has made, or is expected to make. */
    private List<PartitionKey> partitions(InstanceId id, OutputModel output) {
        if (output.expected()) {
            return List.of(id.partition().project(output.dimensions()));
        }
        return made.outputRows().keys(Keys.prefix(id.key(), output.dataset().dataset())).stream()
                .map(row -> PartitionKey.parse(Keys.last(row)))
                .toList();
    }
}
