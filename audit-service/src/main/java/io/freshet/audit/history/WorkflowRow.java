package io.freshet.audit.history;

import io.freshet.contracts.id.WorkflowRef;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The deployed version of a workflow.
 *
 * @param version null: it was removed
 * @param removedAt when it was removed; null while it is deployed
 */
public record WorkflowRow(
        WorkflowRef workflow,
        @Nullable Integer version,
        @Nullable Instant removedAt,
        long seq) implements Row.Latest {
    @Override
    public String key() {
        return workflow.toString();
    }
}
