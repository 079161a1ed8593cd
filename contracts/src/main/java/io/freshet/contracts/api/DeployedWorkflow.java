package io.freshet.contracts.api;

import io.freshet.contracts.data.Fingerprint;
import io.freshet.contracts.id.WorkflowRef;
import java.util.List;

/**
 * What a deployment did.
 *
 * @param version that is deployed now
 * @param bundle the identity of its bundle
 * @param unchanged whether this very bundle was deployed already, so that nothing was done
 * @param published whether the definition is on the log; if not, it will be, as soon as the log can be reached
 */
public record DeployedWorkflow(
        WorkflowRef workflow,
        int version,
        Fingerprint bundle,
        List<String> tasks,
        boolean unchanged,
        boolean published) {
    public DeployedWorkflow {
        tasks = List.copyOf(tasks);
    }
}
