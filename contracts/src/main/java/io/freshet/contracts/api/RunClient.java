package io.freshet.contracts.api;

import com.fasterxml.jackson.core.type.TypeReference;
import io.freshet.contracts.id.InstanceRef;
import io.freshet.contracts.id.WorkflowRef;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Asks the scheduler for runs, and stops them. Every method throws a {@link ProblemException} if the service refuses,
 * and an {@link IOException} if it cannot be reached. Thread-safe; usable as long as the {@link SchedulerClient} that it comes from.
 */
public final class RunClient {
    private final SchedulerCalls calls;

    RunClient(SchedulerCalls calls) {
        this.calls = calls;
    }

    /** Evaluates everything now. */
    public RunAccepted ask(WorkflowRef workflow) throws IOException {
        return ask(workflow, RunOrder.EVERYTHING);
    }

    public RunAccepted ask(WorkflowRef workflow, RunOrder order) throws IOException {
        return ask(workflow, order, null);
    }

    /**
     * Evaluates what the order names now.
     *
     * @param requestId asking again with the same one asks for the same run, so that a call whose answer was lost can be repeated;
     *     null: the service draws one
     */
    public RunAccepted ask(WorkflowRef workflow, RunOrder order, @Nullable String requestId) throws IOException {
        return calls.order(SchedulerCalls.workflow(workflow, "runs"), order, requestId, new TypeReference<>() {});
    }

    /**
     * Catches up on ranges of partitions.
     *
     * @param requestId as of {@link #ask(WorkflowRef, RunOrder, String)}
     */
    public RunAccepted backfill(WorkflowRef workflow, BackfillOrder order, @Nullable String requestId)
            throws IOException {
        return calls.order(SchedulerCalls.workflow(workflow, "backfills"), order, requestId, new TypeReference<>() {});
    }

    /** How much of a run may be under way, as far as somebody has said so since it was asked for. */
    public RunLimit limit(WorkflowRef workflow, String run) throws IOException {
        return calls.get(SchedulerCalls.workflow(workflow, "runs", run, "limit"), new TypeReference<>() {});
    }

    /**
     * Changes how much of a run may be under way, and returns the limit as it is then.
     *
     * @param maxActive how many attempts at once; null: stays as it is
     * @param paused whether no further attempt begins; null: stays as it is
     */
    public RunLimit setLimit(WorkflowRef workflow, String run, @Nullable Integer maxActive, @Nullable Boolean paused)
            throws IOException {
        Map<String, Object> change = new LinkedHashMap<>();
        if (maxActive != null) {
            change.put("maxActive", maxActive);
        }
        if (paused != null) {
            change.put("paused", paused);
        }
        return calls.send(
                "PUT", SchedulerCalls.workflow(workflow, "runs", run, "limit"), change, new TypeReference<>() {});
    }

    /** Stops what of a run has not finished. */
    public void cancel(WorkflowRef workflow, String run) throws IOException {
        calls.send("POST", SchedulerCalls.workflow(workflow, "runs", run, "cancel"), null);
    }

    /** Stops what one instance is doing. */
    public void cancel(InstanceRef instance) throws IOException {
        calls.send("POST", RestCall.to("api", "v1", "instances", "cancel"), Map.of("instance", instance));
    }
}
