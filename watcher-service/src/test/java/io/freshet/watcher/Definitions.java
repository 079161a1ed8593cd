package io.freshet.watcher;

import io.freshet.contracts.data.Sha256;
import io.freshet.contracts.event.Cause;
import io.freshet.contracts.event.WorkflowDefinition;
import io.freshet.contracts.id.WorkflowRef;
import io.freshet.contracts.spec.DatasetSpec;
import io.freshet.contracts.spec.Overlap;
import io.freshet.contracts.spec.WorkflowSpec;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** Deployed workflows that do nothing but have a dataset watched. */
final class Definitions {
    private Definitions() {}

    static WorkflowDefinition watching(WorkflowRef workflow, int version, DatasetSpec dataset) {
        WorkflowSpec spec = new WorkflowSpec(
                workflow.workflow(),
                "",
                Map.of(),
                Overlap.PARALLEL,
                null,
                null,
                Map.of(dataset.name(), dataset),
                Map.of(),
                List.of(),
                List.of(),
                List.of());
        Cause cause = new Cause("cause", Cause.Kind.DEPLOYED, Instant.EPOCH, "deployed");
        return new WorkflowDefinition(
                workflow, version, Sha256.of("bundle"), spec, Map.of(), Map.of(), "test", cause, Instant.EPOCH);
    }
}
