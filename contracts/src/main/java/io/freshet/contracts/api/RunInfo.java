package io.freshet.contracts.api;

import io.freshet.contracts.event.Cause;
import io.freshet.contracts.event.CriticalPathStep;
import io.freshet.contracts.id.WorkflowRef;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A run: what one cause did in one workflow.
 *
 * @param cause null as long as only instances of the run were heard of
 * @param counts live while the run is open; of a list of runs null for the open ones, to keep lists cheap
 * @param bytes how much its instances wrote; null while it is open
 * @param criticalPath the chain of attempts that ended last; empty while it is open
 * @param instances where its instances are listed
 */
public record RunInfo(
        String run,
        WorkflowRef workflow,
        RunState state,
        @Nullable Cause cause,
        @Nullable String requestedBy,
        @Nullable Integer workflowVersion,
        Instant startedAt,
        @Nullable Instant finishedAt,
        @Nullable RunCounts counts,
        @Nullable Long bytes,
        List<CriticalPathStep> criticalPath,
        String instances) {}
