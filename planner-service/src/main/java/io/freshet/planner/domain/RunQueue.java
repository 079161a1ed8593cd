package io.freshet.planner.domain;

import io.freshet.contracts.event.Event;
import io.freshet.contracts.event.Reason;
import io.freshet.contracts.event.RunFinished;
import io.freshet.contracts.event.RunRequest;
import io.freshet.contracts.spec.Overlap;
import io.freshet.planner.domain.metadata.QueueName;
import io.freshet.planner.domain.table.DurableQueue;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * What becomes of runs that are asked for while others are under way. Runs that nobody asked for, because files or code changed, count
 * for nothing here: they share what they have in common.
 */
final class RunQueue {
    private final Decision decision;
    private final DurableQueue<Event> waiting;

    RunQueue(Decision decision) {
        this.decision = decision;
        this.waiting = decision.metadata.queue(decision.state.inbox, QueueName.RUNS);
    }

    /** Whether the request may start now. If not, it waits or is refused; what has to make room for it is stopped. */
    boolean admits(RunRequest.Evaluate request) {
        List<Run> before = decision.runs.requested();
        return switch (overlapOf(request)) {
            case PARALLEL -> true;
            case SEQUENTIAL, STRICT_SEQUENTIAL -> {
                boolean free = waiting.isEmpty() && isFree(request, before);
                if (!free) {
                    waiting.add(request);
                }
                yield free;
            }
            case FIRST_ONLY -> {
                if (!before.isEmpty()) {
                    decision.runs.end(request.cause(), RunFinished.State.SKIPPED);
                }
                yield before.isEmpty();
            }
            case LAST_ONLY -> {
                Run.Stop stop =
                        new Run.Stop(Reason.CANCEL_REQUESTED, ReasonMessages.overtakenBy(request.requestedBy()));
                RunRequestRule requests = new RunRequestRule(decision);
                before.forEach(run -> requests.stop(run.id(), stop));
                drop(_ -> true, RunFinished.State.SKIPPED);
                yield true;
            }
        };
    }

    /** The request that waits longest if it may start now, which then waits no longer; null if none. */
    RunRequest.@Nullable Evaluate next() {
        RunRequest.Evaluate request = ready();
        if (request != null) {
            waiting.removeFirst();
        }
        return request;
    }

    /** The run is not to start any more; nothing happens if it does not wait. */
    void cancel(String run) {
        drop(request -> decision.runs.idOf(request.cause()).equals(run), RunFinished.State.CANCELLED);
    }

    private void drop(Predicate<RunRequest.Evaluate> condition, RunFinished.State state) {
        waiting.removeIf(event -> event instanceof RunRequest.Evaluate request && condition.test(request))
                .forEach(event -> {
                    if (event instanceof RunRequest.Evaluate request) {
                        decision.runs.end(request.cause(), state);
                    }
                });
    }

    /** Whether {@link #next} has something. */
    boolean isReady() {
        return ready() != null;
    }

    private RunRequest.@Nullable Evaluate ready() {
        return waiting.first() instanceof RunRequest.Evaluate request && isFree(request, decision.runs.requested())
                ? request
                : null;
    }

    private boolean isFree(RunRequest.Evaluate request, List<Run> before) {
        boolean barred = overlapOf(request) == Overlap.STRICT_SEQUENTIAL
                && decision.metadata.requestedRuns().hasLastFailed();
        return before.isEmpty() && !barred;
    }

    private Overlap overlapOf(RunRequest.Evaluate request) {
        Overlap own = request.overlap();
        return own == null ? decision.model.definition().spec().overlap() : own;
    }
}
