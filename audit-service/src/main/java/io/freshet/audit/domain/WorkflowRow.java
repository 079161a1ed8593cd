package io.freshet.audit.domain;

import io.freshet.contracts.id.WorkflowRef;
import org.jspecify.annotations.Nullable;

/**
 * The deployed version of a workflow.
 *
 * @param version null: it was removed
 */
public record WorkflowRow(WorkflowRef workflow, @Nullable Integer version, long seq) implements Row.Latest {
    @Override
    public String key() {
        return workflow.toString();
    }
}
