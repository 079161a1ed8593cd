package io.freshet.planner.domain.command;

import io.freshet.contracts.event.Reason;
import io.freshet.contracts.event.RunFinished;
import io.freshet.contracts.event.RunRequest;
import io.freshet.planner.domain.attempt.Cancellation;
import io.freshet.planner.domain.metadata.AnsweredRequests;
import io.freshet.planner.domain.port.RunPort;
import io.freshet.planner.domain.run.ReasonMessages;
import io.freshet.planner.domain.run.RunQueue;
import io.freshet.planner.domain.run.Runs;
import io.freshet.planner.domain.state.Run;

/** Whether a run that is asked for starts, waits for others or does not come to be. */
public final class RunAdmission {
    private final Runs runs;
    private final AnsweredRequests answered;
    private final RunQueue queue;
    private final RunStart start;
    private final Cancellation cancellation;

    RunAdmission(RunPort ports, Runs runs, RunQueue queue, RunStart start, Cancellation cancellation) {
        this.runs = runs;
        this.answered = ports.runMetadata().answeredRequests();
        this.queue = queue;
        this.start = start;
        this.cancellation = cancellation;
    }

    void request(RunRequest.Evaluate request) {
        if (isNew(request) && admits(request)) {
            start.apply(request);
        }
    }

    /** The run is not to be, because nothing of the workflow is decided. */
    public void refuse(RunRequest.Evaluate request) {
        if (!request.settings().trial() && isNew(request)) {
            runs.end(request.cause(), RunFinished.State.FAILED);
        }
    }

    /** Starts the run that waits longest, if there is one and it may. */
    public void startNext() {
        RunRequest.Evaluate next = queue.next();
        if (next != null && !answered.contains(runs.idOf(next.cause()))) {
            start.apply(next);
        }
    }

    private boolean isNew(RunRequest.Evaluate request) {
        String id = runs.idOf(request.cause());
        return !runs.isOpen(id) && !answered.contains(id);
    }

    /** Whether the request may start now. If not, it waits or is refused; what has to make room for it is stopped. */
    private boolean admits(RunRequest.Evaluate request) {
        return switch (queue.overlapOf(request)) {
            case PARALLEL -> true;
            case SEQUENTIAL, STRICT_SEQUENTIAL -> {
                boolean free = queue.hasTurn(request);
                if (!free) {
                    queue.add(request);
                }
                yield free;
            }
            case FIRST_ONLY -> {
                boolean alone = runs.requested().isEmpty();
                if (!alone) {
                    runs.end(request.cause(), RunFinished.State.SKIPPED);
                }
                yield alone;
            }
            case LAST_ONLY -> {
                Run.Stop stop =
                        new Run.Stop(Reason.CANCEL_REQUESTED, ReasonMessages.overtakenBy(request.requestedBy()));
                runs.requested().forEach(run -> cancellation.stopRun(run.id(), stop));
                queue.skipAll();
                yield true;
            }
        };
    }
}
