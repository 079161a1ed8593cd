package io.freshet.planner.domain.command;

import io.freshet.contracts.event.Cause;
import io.freshet.contracts.event.InstanceState;
import io.freshet.contracts.id.DerivedId;
import io.freshet.contracts.id.WorkflowRef;
import io.freshet.planner.domain.graph.Holds;
import io.freshet.planner.domain.graph.Propagation;
import io.freshet.planner.domain.instance.Instance;
import io.freshet.planner.domain.instance.InstanceId;
import io.freshet.planner.domain.port.InstancePort;
import io.freshet.planner.domain.port.ModelPort;
import io.freshet.planner.domain.port.TimePort;
import io.freshet.planner.domain.run.Runs;
import io.freshet.planner.domain.state.Timers;
import java.time.Instant;
import java.util.List;

/** Instances are looked at again that wait for a time: for inputs until a deadline, or for changes to come to rest. */
public final class OnTimersDue {
    private final WorkflowRef workflow;
    private final InstancePort instances;
    private final Instant now;
    private final Runs runs;
    private final Propagation propagation;
    private final Holds holds;

    <P extends ModelPort & InstancePort & TimePort> OnTimersDue(
            P ports, Runs runs, Propagation propagation, Holds holds) {
        this.workflow = ports.model().ref();
        this.instances = ports;
        this.now = ports.now();
        this.runs = runs;
        this.propagation = propagation;
        this.holds = holds;
    }

    public void apply(List<Timers.Timer> timers) {
        // Those whose changes had to wait, see Pacing, belong to the runs of those changes still.
        timers.forEach(timer -> propagation.evaluate(timer.instance()));
        List<InstanceId> waiting = timers.stream()
                .map(Timers.Timer::instance)
                .filter(this::isWaiting)
                .toList();
        if (waiting.isEmpty()) {
            return;
        }
        String run = runs.open(cause(timers.getFirst(), waiting));
        for (InstanceId id : holds.inOrder(waiting)) {
            Instance instance = instances.require(id);
            instances.put(id, instance.with(instance.dirt().withInput()));
            propagation.invalidate(id, List.of(run));
        }
    }

    /** Whether an instance has settled without an input, for the lack of which it may have waited long enough. */
    private boolean isWaiting(InstanceId id) {
        Instance instance = instances.instance(id);
        return instance != null && instance.settled() && instance.state() == InstanceState.WAITING;
    }

    /** One cause for all of them. */
    private Cause cause(Timers.Timer first, List<InstanceId> waiting) {
        String id = DerivedId.of(
                "deadline",
                workflow.toString(),
                first.due().toString(),
                first.instance().key());
        String which = waiting.size() == 1 ? waiting.getFirst().key() : "%d instances".formatted(waiting.size());
        return new Cause(id, Cause.Kind.DEADLINE, now, "A deadline for inputs of %s passed".formatted(which));
    }
}
