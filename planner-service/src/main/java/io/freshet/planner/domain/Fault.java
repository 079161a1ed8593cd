package io.freshet.planner.domain;

import io.freshet.contracts.event.SourceRecord;
import io.freshet.contracts.event.TaskEvent.WorkflowFaulted;
import io.freshet.contracts.event.WorkflowDefinition;
import io.freshet.contracts.id.WorkflowRef;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Why a workflow is faulted.
 *
 * @param version that is deployed, or was to be
 * @param message at most {@value #LONGEST_MESSAGE} characters
 * @param source the record about which it was to be decided; null if it was none
 * @param deployment the version that was to be taken over, which is tried again when the workflow is resumed; null if it was not that
 */
public record Fault(
        WorkflowRef workflow,
        int version,
        WorkflowFaulted.Code code,
        String message,
        @Nullable SourceRecord source,
        @Nullable WorkflowDefinition deployment,
        Instant at) {
    private static final int LONGEST_MESSAGE = 1_000;

    public Fault {
        message = message.length() > LONGEST_MESSAGE ? message.substring(0, LONGEST_MESSAGE) : message;
    }

    static WorkflowFaulted.Code codeOf(Throwable thrown) {
        return switch (thrown) {
            case BoundExceededException bound -> bound.code();
            case StackOverflowError _ -> WorkflowFaulted.Code.TOO_DEEP;
            default -> WorkflowFaulted.Code.DECISION_FAILED;
        };
    }

    static String messageOf(Throwable thrown) {
        return switch (thrown) {
            case BoundExceededException bound -> String.valueOf(bound.getMessage());
            case StackOverflowError _ -> "the decision needs more nested calls than there is room for";
            default -> thrown.getClass().getSimpleName() + ": " + thrown.getMessage();
        };
    }

    Fault withoutDeployment() {
        return new Fault(workflow, version, code, message, source, null, at);
    }

    WorkflowFaulted event() {
        return new WorkflowFaulted(workflow, version, code, message, source, at);
    }
}
