package io.freshet.contracts.api;

import io.freshet.contracts.data.Fingerprint;
import io.freshet.contracts.id.WorkflowRef;
import java.time.Instant;
import java.util.List;

/**
 * A version of a workflow.
 *
 * @param description in the author's words
 * @param installedBy the user who deployed it
 */
public record WorkflowInfo(
        WorkflowRef workflow,
        int version,
        Fingerprint bundle,
        String description,
        List<String> tasks,
        String installedBy,
        Instant deployedAt) {
    public WorkflowInfo {
        tasks = List.copyOf(tasks);
    }
}
