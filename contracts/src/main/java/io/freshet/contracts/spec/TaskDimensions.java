package io.freshet.contracts.spec;

import io.freshet.contracts.partition.Dimension;
import io.freshet.contracts.partition.Granularity;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The rule of {@link WorkflowSpec#taskDimensions}. */
final class TaskDimensions {
    private TaskDimensions() {}

    static List<Dimension> of(WorkflowSpec workflow, TaskSpec task) {
        List<Dimension> outputs = outputDimensions(workflow, task);
        if (!task.partitionBy().isEmpty()) {
            return outputs.stream()
                    .filter(dimension -> task.partitionBy().contains(dimension.name()))
                    .toList();
        }
        if (task.inputs().isEmpty()) {
            return outputs;
        }
        List<Dimension> inputs = new ArrayList<>();
        task.inputs()
                .values()
                .forEach(input -> inputs.addAll(workflow.layout(input.dataset()).dimensions()));
        return outputs.stream()
                .filter(output -> inputs.stream().anyMatch(output::isDeterminedBy))
                .toList();
    }

    private static List<Dimension> outputDimensions(WorkflowSpec workflow, TaskSpec task) {
        Map<String, Dimension> dimensions = new LinkedHashMap<>();
        for (String output : task.outputs().keySet()) {
            for (Dimension dimension : workflow.layout(output).dimensions()) {
                dimensions.merge(dimension.name(), dimension, TaskDimensions::coarser);
            }
        }
        return List.copyOf(dimensions.values());
    }

    private static Dimension coarser(Dimension one, Dimension other) {
        Granularity mine = one.granularity();
        Granularity theirs = other.granularity();
        return mine != null && theirs != null && theirs.isCoarserThan(mine) ? other : one;
    }
}
