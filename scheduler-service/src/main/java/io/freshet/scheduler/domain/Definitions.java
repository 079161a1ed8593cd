package io.freshet.scheduler.domain;

import io.freshet.contracts.data.Fingerprint;
import io.freshet.contracts.event.Cause;
import io.freshet.contracts.event.WorkflowDefinition;
import io.freshet.contracts.id.DerivedId;
import io.freshet.contracts.id.WorkflowRef;
import io.freshet.contracts.spec.WorkflowSpec;
import java.time.Instant;
import java.util.Map;

/** Makes the definition that a deployment publishes. */
public final class Definitions {
    private Definitions() {}

    public static WorkflowDefinition of(
            WorkflowRef workflow,
            int version,
            Fingerprint bundle,
            WorkflowSpec spec,
            Map<String, Fingerprint> code,
            String user,
            Instant at) {
        String id = DerivedId.of("deployment", workflow.toString(), Integer.toString(version), bundle.hex());
        String description = "%s deployed version %d of %s".formatted(user, version, workflow);
        Cause cause = new Cause(id, Cause.Kind.DEPLOYED, at, description);
        return new WorkflowDefinition(workflow, version, bundle, spec, code, Map.of(), user, cause, at);
    }
}
