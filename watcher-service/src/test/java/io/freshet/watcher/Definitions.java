package io.freshet.watcher;

import io.freshet.contracts.event.WorkflowDefinition;
import io.freshet.contracts.id.WorkflowRef;
import io.freshet.contracts.spec.DatasetSpec;
import io.freshet.testkit.spec.WorkflowBuilder;
import java.time.Instant;
import java.util.Map;

/** Deployed workflows that do nothing but have a dataset watched. */
final class Definitions {
    private Definitions() {}

    static WorkflowDefinition watching(WorkflowRef workflow, int version, DatasetSpec dataset) {
        return WorkflowBuilder.of(workflow.workflow())
                .datasets(Map.of(dataset.name(), dataset))
                .version(workflow, version, Instant.EPOCH);
    }
}
