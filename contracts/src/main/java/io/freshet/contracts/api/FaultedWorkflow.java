package io.freshet.contracts.api;

import io.freshet.contracts.event.SourceRecord;
import io.freshet.contracts.event.TaskEvent.WorkflowFaulted;
import io.freshet.contracts.id.WorkflowRef;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A faulted workflow: a decision about it failed, and nothing of it is decided until a newer version is deployed or it is resumed.
 *
 * @param version that is deployed, or was to be
 * @param message what failed, for people
 * @param source the record about which it was to be decided, which is in the dead letters; null if it was none
 * @param since when the decision failed
 */
public record FaultedWorkflow(
        WorkflowRef workflow,
        int version,
        WorkflowFaulted.Code code,
        String message,
        @Nullable SourceRecord source,
        Instant since) {}
