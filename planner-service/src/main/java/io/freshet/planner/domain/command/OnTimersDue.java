package io.freshet.planner.domain.command;

import io.freshet.contracts.event.Cause;
import io.freshet.contracts.event.InstanceState;
import io.freshet.contracts.id.DerivedId;
import io.freshet.planner.domain.graph.Holds;
import io.freshet.planner.domain.graph.Propagation;
import io.freshet.planner.domain.instance.Instance;
import io.freshet.planner.domain.instance.InstanceId;
import io.freshet.planner.domain.run.Runs;
import io.freshet.planner.domain.state.PlanningContext;
import io.freshet.planner.domain.state.Timers;
import java.util.List;

/** Instances are looked at again that wait for a time: for inputs until a deadline, or for changes to come to rest. */
public record OnTimersDue(PlanningContext context, Runs runs, Propagation propagation, Holds holds) {
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
            Instance instance = context.tables().require(id);
            context.tables().put(id, instance.with(instance.dirt().withInput()));
            propagation.invalidate(id, List.of(run));
        }
    }

    /** Whether an instance has settled without an input, for the lack of which it may have waited long enough. */
    private boolean isWaiting(InstanceId id) {
        Instance instance = context.tables().instance(id);
        return instance != null && instance.settled() && instance.state() == InstanceState.WAITING;
    }

    /** One cause for all of them. */
    private Cause cause(Timers.Timer first, List<InstanceId> waiting) {
        String id = DerivedId.of(
                "deadline",
                context.workflow().toString(),
                first.due().toString(),
                first.instance().key());
        String which = waiting.size() == 1 ? waiting.getFirst().key() : "%d instances".formatted(waiting.size());
        return new Cause(id, Cause.Kind.DEADLINE, context.now(), "A deadline for inputs of %s passed".formatted(which));
    }
}
