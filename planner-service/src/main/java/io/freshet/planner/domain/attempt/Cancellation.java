package io.freshet.planner.domain.attempt;

import io.freshet.contracts.event.Reason;
import io.freshet.planner.domain.evaluation.Evaluation;
import io.freshet.planner.domain.evaluation.Halt;
import io.freshet.planner.domain.instance.Instance;
import io.freshet.planner.domain.instance.InstanceId;
import io.freshet.planner.domain.port.InstancePort;
import io.freshet.planner.domain.run.DeferredWork;
import io.freshet.planner.domain.run.InstanceEvents;
import io.freshet.planner.domain.run.ReasonMessages;
import io.freshet.planner.domain.run.Runs;
import io.freshet.planner.domain.state.Continuation;
import io.freshet.planner.domain.state.Run;
import java.util.List;

/** Stops runs and instances. */
public final class Cancellation {
    private final InstancePort instances;
    private final Runs runs;
    private final DeferredWork agenda;
    private final Evaluation evaluation;
    private final InstanceEvents events;

    public Cancellation(
            InstancePort instances, Runs runs, DeferredWork agenda, Evaluation evaluation, InstanceEvents events) {
        this.instances = instances;
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

    public void stopRun(String run, Run.Stop stop) {
        runs.stop(run, stop);
        agenda.add(new Continuation.StopRun(run, stop.reason(), stop.sentence(), ""));
    }

    /** Stops what is in flight; what waits for it is then blocked by itself. */
    public void stopInstance(InstanceId id, Run.Stop stop) {
        Instance instance = instances.instance(id);
        if (instance == null) {
            return;
        }
        if (instance.attempt() != null) {
            events.withdraw(id, instance, stop.reason());
            Instance cancelled = instance.cancelled();
            instances.put(id, cancelled);
            if (cancelled.canBeEvaluated()) {
                evaluation.cancel(id, cancelled, new Halt(stop, null));
            }
        } else if (instance.canBeEvaluated()
                && instances.instanceMetadata().paceStates().get(id).isWaiting()) {
            evaluation.cancel(id, instance, new Halt(stop, null));
        }
    }
}
