package io.freshet.planner.domain.run;

import io.freshet.contracts.event.Event;
import io.freshet.contracts.event.RunFinished;
import io.freshet.contracts.event.RunRequest;
import io.freshet.contracts.spec.Overlap;
import io.freshet.planner.domain.metadata.QueueName;
import io.freshet.planner.domain.metadata.RequestedRuns;
import io.freshet.planner.domain.port.ModelPort;
import io.freshet.planner.domain.port.QueuePort;
import io.freshet.planner.domain.port.RunPort;
import io.freshet.planner.domain.table.DurableQueue;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * What becomes of runs that are asked for while others are under way. Runs that nobody asked for, because files or code changed, count
 * for nothing here: they share what they have in common.
 */
public final class RunQueue {
    private final Overlap byDefault;
    private final RequestedRuns requested;
    private final Runs runs;
    private final DurableQueue<Event> waiting;

    public <P extends ModelPort & RunPort & QueuePort> RunQueue(P ports, Runs runs) {
        this.byDefault = ports.model().definition().spec().overlap();
        this.requested = ports.runMetadata().requestedRuns();
        this.runs = runs;
        this.waiting = ports.queue(ports.inboxRows(), QueueName.RUNS);
    }

    /** Keeps a request until those before it have ended. */
    public void add(RunRequest.Evaluate request) {
        waiting.add(request);
    }

    /** Whether a request of its kind may start now, before none that waits. */
    public boolean hasTurn(RunRequest.Evaluate request) {
        return waiting.isEmpty() && isFree(request);
    }

    /** The request that waits longest if it may start now, which then waits no longer; null if none. */
    public RunRequest.@Nullable Evaluate next() {
        RunRequest.Evaluate request = ready();
        if (request != null) {
            waiting.removeFirst();
        }
        return request;
    }

    /** The run is not to start any more; nothing happens if it does not wait. */
    public void cancel(String run) {
        drop(request -> runs.idOf(request.cause()).equals(run), RunFinished.State.CANCELLED);
    }

    /** None of the runs that wait is to start any more. */
    public void skipAll() {
        drop(_ -> true, RunFinished.State.SKIPPED);
    }

    private void drop(Predicate<RunRequest.Evaluate> condition, RunFinished.State state) {
        waiting.removeIf(event -> event instanceof RunRequest.Evaluate request && condition.test(request))
                .forEach(event -> {
                    if (event instanceof RunRequest.Evaluate request) {
                        runs.end(request.cause(), state);
                    }
                });
    }

    /** Whether {@link #next} has something. */
    public boolean isReady() {
        return ready() != null;
    }

    private RunRequest.@Nullable Evaluate ready() {
        return waiting.first() instanceof RunRequest.Evaluate request && isFree(request) ? request : null;
    }

    private boolean isFree(RunRequest.Evaluate request) {
        boolean barred = overlapOf(request) == Overlap.STRICT_SEQUENTIAL && requested.hasLastFailed();
        return runs.requested().isEmpty() && !barred;
    }

    public Overlap overlapOf(RunRequest.Evaluate request) {
        Overlap own = request.settings().overlap();
        return own == null ? byDefault : own;
    }
}
