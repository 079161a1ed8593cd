package io.freshet.planner.domain.model;

import io.freshet.contracts.id.DatasetRef;
import io.freshet.contracts.partition.Dimension;
import io.freshet.contracts.spec.CheckSpec;
import io.freshet.contracts.spec.OutputSpec;
import io.freshet.contracts.spec.WorkflowSpec;
import java.util.List;

/**
 * A dataset that a task writes.
 *
 * @param expected whether the task's partition says which output partition it is; else one instance writes any number of them
 */
public record OutputModel(
        DatasetRef dataset,
        String path,
        String layout,
        List<Dimension> dimensions,
        boolean expected,
        List<CheckSpec> checks) {

    /**
     * @throws IllegalArgumentException if a partition of the output does not say which instance of the task writes it
     */
    static OutputModel of(WorkflowSpec workflow, String namespace, List<Dimension> taskDimensions, OutputSpec output) {
        List<Dimension> dimensions = workflow.layout(output.dataset()).dimensions();
        for (Dimension dimension : taskDimensions) {
            if (dimensions.stream().noneMatch(dimension::isDeterminedBy)) {
                throw new IllegalArgumentException(
                        "the layout of output '%s' has no placeholder for '%s', so several instances of its task would write the same partition: add {%s} to the layout, or make it a task of its own"
                                .formatted(output.dataset(), dimension.name(), dimension.name()));
            }
        }
        boolean expected = dimensions.stream()
                .allMatch(dimension -> taskDimensions.stream().anyMatch(dimension::isDeterminedBy));
        return new OutputModel(
                new DatasetRef(namespace, output.dataset()),
                workflow.dataset(output.dataset()).path(),
                workflow.layout(output.dataset()).toString(),
                dimensions,
                expected,
                output.checks());
    }
}
