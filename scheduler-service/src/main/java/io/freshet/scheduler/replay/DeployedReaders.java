package io.freshet.scheduler.replay;

import io.freshet.contracts.event.WorkflowDefinition;
import io.freshet.contracts.id.DatasetRef;
import io.freshet.contracts.id.WorkflowRef;
import java.util.List;
import java.util.Optional;

/** The workflows that are deployed while a step is done. */
public interface DeployedReaders {
    Optional<WorkflowDefinition> workflow(WorkflowRef workflow);

    /** Those that read a dataset that they do not produce themselves. */
    List<WorkflowRef> readers(DatasetRef dataset);

    /** Whether a definition reads a dataset that it does not produce itself. */
    static boolean reads(WorkflowDefinition definition, DatasetRef dataset) {
        return definition.spec().producer(dataset.dataset()).isEmpty()
                && definition.dataset(dataset.dataset()).equals(dataset)
                && definition.spec().tasks().values().stream()
                        .flatMap(task -> task.inputs().values().stream())
                        .anyMatch(input -> input.dataset().equals(dataset.dataset()));
    }
}
