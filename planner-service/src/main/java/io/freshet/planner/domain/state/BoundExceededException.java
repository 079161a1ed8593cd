package io.freshet.planner.domain.state;

import io.freshet.contracts.event.TaskEvent.WorkflowFaulted;

/** A decision wants more than one decision may; nothing of it is kept. The message says how much it is and how much it may be. */
public final class BoundExceededException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final WorkflowFaulted.Code code;

    public BoundExceededException(WorkflowFaulted.Code code, String message) {
        super(message);
        this.code = code;
    }

    public WorkflowFaulted.Code code() {
        return code;
    }
}
