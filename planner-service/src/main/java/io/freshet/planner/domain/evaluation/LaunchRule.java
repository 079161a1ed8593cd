package io.freshet.planner.domain.evaluation;

import io.freshet.contracts.data.Fingerprint;
import io.freshet.contracts.event.InstanceState;
import io.freshet.contracts.event.Reason;
import io.freshet.planner.domain.graph.InputReader;
import io.freshet.planner.domain.graph.Inputs;
import io.freshet.planner.domain.instance.Attempt;
import io.freshet.planner.domain.instance.Instance;
import io.freshet.planner.domain.instance.InstanceId;
import io.freshet.planner.domain.instance.LaunchReason;
import io.freshet.planner.domain.model.TaskModel;
import io.freshet.planner.domain.port.BudgetPort;
import io.freshet.planner.domain.port.EdgePort;
import io.freshet.planner.domain.port.InstancePort;
import io.freshet.planner.domain.port.ModelPort;
import io.freshet.planner.domain.port.TimePort;
import io.freshet.planner.domain.run.InstanceEvents;
import io.freshet.planner.domain.run.ParameterizedTasks;
import io.freshet.planner.domain.run.ReasonMessages;
import io.freshet.planner.domain.run.StateChangedBuilder;
import java.time.Duration;
import java.time.Instant;

/** Asks admission to let an instance run. */
public final class LaunchRule {
    private final InstancePort instances;
    private final Instant now;
    private final InputReader inputs;
    private final LaunchOrders orders;
    private final InstanceEvents events;
    private final ParameterizedTasks tasks;
    private final Pacing pacing;

    public <P extends ModelPort & InstancePort & EdgePort & BudgetPort & TimePort> LaunchRule(
            P ports, LaunchOrders orders, InstanceEvents events, ParameterizedTasks tasks, Pacing pacing) {
        this.instances = ports;
        this.now = ports.now();
        this.inputs = new InputReader(ports);
        this.orders = orders;
        this.events = events;
        this.tasks = tasks;
        this.pacing = pacing;
    }

    /** The first attempt of a new evaluation. */
    void first(Launch launch, Fingerprint key, LaunchReason why) {
        InstanceId id = launch.id();
        Inputs view = launch.inputs();
        Instance launched = launch.instance().launched(key);
        instances.put(id, launched);
        String attempt = orders.add(launch.with(launched), why.reason(), null);
        events.emit(StateChangedBuilder.of(id, InstanceState.READY, why.reason())
                .explain(ReasonMessages.ready(why, view.partitions()) + ReasonMessages.without(view.allLate()))
                .missing(view.allLate())
                .attempt(attempt)
                .actionKey(key));
    }

    /** Another attempt of the same evaluation, on the same inputs. */
    public void retry(InstanceId id, Instance instance, Attempt next, Duration backoff, String failure) {
        TaskModel task = tasks.of(id);
        Instance retrying = instance.retrying(next);
        instances.put(id, retrying);
        Inputs all = inputs.read(task, id);
        Inputs view = pacing.view(new Candidate(id, retrying, task, all, null));
        Instant notBefore = now.plus(backoff);
        Reason reason = next.fallback() ? Reason.FALLBACK : Reason.RETRY;
        String attempt = orders.add(new Launch(id, retrying, task, view), reason, notBefore);
        events.emit(StateChangedBuilder.of(id, InstanceState.RETRYING, reason)
                .explain(
                        next.fallback()
                                ? ReasonMessages.fallback(failure, next.number())
                                : ReasonMessages.retrying(failure, next.number(), backoff))
                .attempt(attempt)
                .actionKey(retrying.triedKey()));
    }
}
