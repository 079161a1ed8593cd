package io.freshet.scheduler.domain;

import io.freshet.contracts.api.BackfillOrder;
import io.freshet.contracts.api.RunOrder;
import io.freshet.contracts.event.Cause;
import io.freshet.contracts.event.RunRequest;
import io.freshet.contracts.id.DerivedId;
import io.freshet.contracts.id.WorkflowRef;
import io.freshet.contracts.partition.PartitionSelection;
import java.time.Instant;
import java.util.List;

/** Makes the events of requests. What follows from a request's id is the same whenever it is asked for. */
public final class RunRequests {
    private RunRequests() {}

    /**
     * @param tasks what the order chooses, see {@link RunSelection}
     */
    public static RunRequest.Evaluate evaluate(
            WorkflowRef workflow, String requestId, RunOrder order, List<String> tasks, String user, Instant at) {
        String reason = order.reason();
        String description = reason == null || reason.isBlank()
                ? "requested by " + user
                : "requested by %s: %s".formatted(user, reason);
        Cause cause = new Cause(causeId(workflow, requestId), Cause.Kind.REQUESTED, at, description);
        return new RunRequest.Evaluate(
                workflow, cause, tasks, PartitionSelection.where(order.where()), order.settings(), user, at);
    }

    /**
     * Makes a run that is asked for a backfill.
     *
     * @param ranges without errors
     */
    public static RunRequest.Evaluate backfill(RunRequest.Evaluate run, BackfillOrder order, BackfillRanges ranges) {
        Cause cause = new Cause(
                run.cause().id(),
                Cause.Kind.BACKFILL,
                run.at(),
                ranges.description() + ", " + run.cause().description());
        return new RunRequest.Evaluate(
                run.workflow(),
                cause,
                run.tasks(),
                new PartitionSelection(run.selection().where(), ranges.byDimension()),
                run.settings(),
                new RunRequest.Limits(order.maxActive(), order.priority()),
                run.requestedBy(),
                run.at());
    }

    /** A request that a faulted workflow goes on. */
    public static RunRequest.Resume resume(WorkflowRef workflow, String requestId, String user, Instant at) {
        Cause cause = new Cause(
                causeId(workflow, requestId), Cause.Kind.REQUESTED, at, "resumed by %s after a fault".formatted(user));
        return new RunRequest.Resume(workflow, cause, user, at);
    }

    /** The run that a request starts, which is known before anything has begun. */
    public static String run(WorkflowRef workflow, String requestId) {
        return DerivedId.run(workflow, causeId(workflow, requestId));
    }

    private static String causeId(WorkflowRef workflow, String requestId) {
        return DerivedId.of("request", workflow.toString(), requestId);
    }
}
