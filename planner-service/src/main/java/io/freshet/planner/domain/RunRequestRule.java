package io.freshet.planner.domain;

import io.freshet.contracts.event.ReadyCommand.TaskWithdrawn;
import io.freshet.contracts.event.Reason;
import io.freshet.contracts.event.RunFinished;
import io.freshet.contracts.event.RunRequest;
import io.freshet.contracts.partition.Dimension;
import io.freshet.contracts.partition.PartitionKey;
import io.freshet.planner.domain.instance.InstanceId;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Somebody asks for something to run, or to stop. */
final class RunRequestRule {
    private final Decision decision;

    RunRequestRule(Decision decision) {
        this.decision = decision;
    }

    void apply(RunRequest request) {
        switch (request) {
            case RunRequest.Evaluate evaluate -> evaluate(evaluate);
            case RunRequest.Cancel cancel -> cancel(cancel);
            case RunRequest.Resume resume -> new Recovery(decision, resume).apply();
        }
    }

    private void evaluate(RunRequest.Evaluate request) {
        String id = decision.runs.idOf(request.cause());
        if (decision.runs.isOpen(id) || decision.metadata.answeredRequests().contains(id)) {
            return;
        }
        if (new RunQueue(decision).admits(request)) {
            start(request);
        }
    }

    /** The run is not to be, because nothing of the workflow is decided. */
    void refuse(RunRequest.Evaluate request) {
        String id = decision.runs.idOf(request.cause());
        if (!request.trial()
                && !decision.runs.isOpen(id)
                && !decision.metadata.answeredRequests().contains(id)) {
            decision.runs.end(request.cause(), RunFinished.State.FAILED);
        }
    }

    /** Starts the run that waits longest, if there is one and it may. */
    void startNext() {
        RunRequest.Evaluate next = new RunQueue(decision).next();
        if (next != null && !decision.metadata.answeredRequests().contains(decision.runs.idOf(next.cause()))) {
            start(next);
        }
    }

    private void start(RunRequest.Evaluate request) {
        String run = decision.runs.open(request.cause(), request.params(), request.order());
        for (TaskModel task : decision.model.tasks().values()) {
            if (request.tasks().isEmpty() || request.tasks().contains(task.name())) {
                if (task.definers().isEmpty()) {
                    create(task, request.where());
                }
                decision.agenda.add(new Continuation.SweepTask(
                        task.name(),
                        request.where(),
                        request.force() ? Continuation.Sweep.FORCE : Continuation.Sweep.REQUEST,
                        run,
                        null,
                        ""));
            }
        }
    }

    /** Creates the instance that the request itself defines if it gives all dimensions: its task has no inputs that would. */
    private void create(TaskModel task, Map<String, String> where) {
        Map<String, String> values = new LinkedHashMap<>();
        for (Dimension dimension : task.dimensions()) {
            String value = where.get(dimension.name());
            if (value != null && dimension.objection(value).isEmpty()) {
                values.put(dimension.name(), value);
            }
        }
        PartitionKey partition = PartitionKey.of(values);
        InstanceId id = new InstanceId(task.name(), partition);
        if (where.size() == values.size() && task.fits(partition) && decision.state.instance(id) == null) {
            decision.graph.create(task, id);
        }
    }

    private void cancel(RunRequest.Cancel request) {
        String sentence = ReasonMessages.cancelled(request.requestedBy());
        String run = request.run();
        if (run != null && decision.runs.isOpen(run)) {
            stop(run, new Run.Stop(Reason.CANCEL_REQUESTED, sentence));
        } else if (run != null) {
            new RunQueue(decision).cancel(run);
        }
        if (request.instance() != null && request.instance().workflowRef().equals(decision.model.ref())) {
            stop(InstanceId.of(request.instance()), Reason.CANCEL_REQUESTED, sentence);
        }
    }

    /** An instance failed, and its task wants everything stopped that is under way for the same runs. */
    void failFast(List<String> runs, InstanceId failed) {
        Run.Stop stop = new Run.Stop(Reason.RUN_FAILED, ReasonMessages.runFailed(failed));
        runs.stream().filter(decision.runs::isOpen).forEach(run -> stop(run, stop));
    }

    /** Stops a run. */
    void stop(String run, Run.Stop stop) {
        decision.runs.stop(run, stop);
        decision.agenda.add(new Continuation.StopRun(run, stop.reason(), stop.sentence(), ""));
    }

    /** Stops what is in flight; what waits for it is then blocked by itself. */
    void stop(InstanceId id, Reason reason, String sentence) {
        Instance instance = decision.state.instance(id);
        if (instance == null) {
            return;
        }
        if (instance.attempt() == null) {
            if (instance.canBeEvaluated()
                    && decision.metadata.paceStates().get(id).isWaiting()) {
                decision.evaluation().cancel(id, instance, new Run.Stop(reason, sentence), null);
            }
            return;
        }
        withdraw(decision, id, instance, reason);
        Instance givenUp = instance.cancelled();
        decision.state.put(id, givenUp);
        if (givenUp.canBeEvaluated()) {
            decision.evaluation().cancel(id, givenUp, new Run.Stop(reason, sentence), null);
        }
    }

    /** Tells admission that an attempt is no longer wanted. */
    static void withdraw(Decision decision, InstanceId id, Instance instance, Reason reason) {
        Attempt attempt = instance.attempt();
        if (attempt != null) {
            decision.emit(new TaskWithdrawn(
                    decision.ref(id),
                    LaunchRule.attemptId(decision.ref(id), instance, attempt),
                    decision.runs.of(id).getFirst(),
                    reason,
                    decision.now));
        }
    }
}
