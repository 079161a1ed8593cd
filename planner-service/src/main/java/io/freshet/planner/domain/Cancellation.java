package io.freshet.planner.domain;

import io.freshet.contracts.event.Reason;
import io.freshet.planner.domain.instance.InstanceId;
import java.util.List;

/** Stops runs and instances. */
final class Cancellation {
    private final WorkflowTables tables;
    private final Runs runs;
    private final DeferredWork agenda;
    private final Evaluation evaluation;
    private final InstanceEvents events;

    Cancellation(WorkflowTables tables, Runs runs, DeferredWork agenda, Evaluation evaluation, InstanceEvents events) {
        this.tables = tables;
        this.runs = runs;
        this.agenda = agenda;
        this.evaluation = evaluation;
        this.events = events;
    }

    /** An instance failed, and its task wants everything stopped that is under way for the same runs. */
    void failFast(List<String> ofInstance, InstanceId failed) {
        Run.Stop stop = new Run.Stop(Reason.RUN_FAILED, ReasonMessages.runFailed(failed));
        ofInstance.stream().filter(runs::isOpen).forEach(run -> stopRun(run, stop));
    }

    void stopRun(String run, Run.Stop stop) {
        runs.stop(run, stop);
        agenda.add(new Continuation.StopRun(run, stop.reason(), stop.sentence(), ""));
    }

    /** Stops what is in flight; what waits for it is then blocked by itself. */
    void stopInstance(InstanceId id, Run.Stop stop) {
        Instance instance = tables.instance(id);
        if (instance == null) {
            return;
        }
        if (instance.attempt() != null) {
            events.withdraw(id, instance, stop.reason());
            Instance cancelled = instance.cancelled();
            tables.put(id, cancelled);
            if (cancelled.canBeEvaluated()) {
                evaluation.cancel(id, cancelled, new Halt(stop, null));
            }
        } else if (instance.canBeEvaluated()
                && tables.metadata.paceStates().get(id).isWaiting()) {
            evaluation.cancel(id, instance, new Halt(stop, null));
        }
    }
}
