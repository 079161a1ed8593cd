package io.freshet.planner.domain.state;

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
 * @param source the record about which it was to be decided; null if it was none
 * @param deployment the version that was to be taken over, which is tried again when the workflow is resumed; null if it was not that
 */
public record Fault(
        WorkflowRef workflow,
        int version,
        Failure failure,
        @Nullable SourceRecord source,
        @Nullable WorkflowDefinition deployment) {
    /**
     * What went wrong.
     *
     * @param message at most 1,000 characters
     */
    public record Failure(WorkflowFaulted.Code code, String message, Instant at) {
        private static final int LONGEST_MESSAGE = 1_000;

        public Failure {
            message = message.length() > LONGEST_MESSAGE ? message.substring(0, LONGEST_MESSAGE) : message;
        }

        public static Failure of(Throwable thrown, Instant at) {
            return switch (thrown) {
                case BoundExceededException bound -> new Failure(bound.code(), String.valueOf(bound.getMessage()), at);
                case StackOverflowError _ ->
                    new Failure(
                            WorkflowFaulted.Code.TOO_DEEP,
                            "the decision needs more nested calls than there is room for",
                            at);
                default ->
                    new Failure(
                            WorkflowFaulted.Code.DECISION_FAILED,
                            thrown.getClass().getSimpleName() + ": " + thrown.getMessage(),
                            at);
            };
        }
    }

    public Fault withoutDeployment() {
        return new Fault(workflow, version, failure, source, null);
    }

    public WorkflowFaulted event() {
        return new WorkflowFaulted(workflow, version, failure.code(), failure.message(), source, failure.at());
    }
}
