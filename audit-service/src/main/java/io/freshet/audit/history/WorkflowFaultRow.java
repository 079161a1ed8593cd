package io.freshet.audit.history;

import io.freshet.contracts.event.TaskEvent.WorkflowFaulted;
import io.freshet.contracts.id.WorkflowRef;
import org.jspecify.annotations.Nullable;

/**
 * Whether a workflow is faulted.
 *
 * @param fault null: it does not
 */
public record WorkflowFaultRow(
        WorkflowRef workflow, @Nullable WorkflowFaulted fault, long seq) implements Row.Latest {
    WorkflowFaultRow(WorkflowFaulted fault, long seq) {
        this(fault.workflow(), fault, seq);
    }

    @Override
    public String key() {
        return workflow.toString();
    }
}
