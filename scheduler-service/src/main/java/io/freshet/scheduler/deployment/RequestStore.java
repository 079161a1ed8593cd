package io.freshet.scheduler.deployment;

import io.freshet.contracts.event.RunRequest;
import io.freshet.contracts.id.WorkflowRef;
import java.time.Duration;
import java.time.Instant;

/** Requests to run or to cancel, kept together with the outbox row that publishes them. */
public interface RequestStore {
    /**
     * A request to run.
     *
     * @param content what was asked for, so that another request with the same id is noticed
     */
    record Asked(WorkflowRef workflow, String requestId, String content, String run, String user, Instant at) {}

    /** What became of a request. */
    enum Answer {
        ACCEPTED,
        /** The same was asked for with this id before. */
        REPEATED,
        /** Something else was asked for with this id before. */
        CONTRADICTED
    }

    /** Keeps a request and publishes the event, if the id is new. */
    Answer ask(Asked asked, RunRequest event);

    /**
     * Forgets requests that were made longer ago than this; a later one with the same id is a new one.
     *
     * @param limit how many at the most
     * @return how many
     */
    int forget(Duration kept, int limit);

    /** Publishes that a workflow is to go on. */
    void resume(RunRequest.Resume event);

    /** Publishes a cancellation. */
    void cancel(RunRequest.Cancel event);
}
