package io.freshet.planner.domain;

import io.freshet.contracts.event.Cause;
import io.freshet.contracts.event.InstanceState;
import io.freshet.contracts.id.DerivedId;
import io.freshet.planner.domain.instance.InstanceId;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * Inputs that have something, but not all they demand, and a deadline after which they go on without the rest. The time counts from
 * when the instance is first found so, until the input is complete.
 */
final class LateInputs {
    private final Decision decision;

    LateInputs(Decision decision) {
        this.decision = decision;
    }

    /** Whether the instance has still to wait; the first time, its timers are set. */
    boolean waits(InstanceId id, TaskModel task, Inputs inputs) {
        boolean waits = false;
        for (InputModel input : task.inputs()) {
            Duration patience = input.demand().deadline();
            if (patience == null) {
                continue;
            }
            if (inputs.late().containsKey(input)) {
                waits |= decision.now.isBefore(due(id, input, patience));
            } else {
                decision.metadata.inputDeadlines().forget(id, input.name());
            }
        }
        return waits;
    }

    private Instant due(InstanceId id, InputModel input, Duration patience) {
        Instant due = decision.metadata.inputDeadlines().get(id, input.name());
        if (due == null) {
            due = decision.now.plus(patience);
            decision.metadata.inputDeadlines().put(id, input.name(), due);
            decision.timers.set(new Timers.Timer(due, decision.model.ref(), id));
        }
        return due;
    }

    /** Evaluates the instances again that wait at a deadline; one run for all of them. */
    void passed(List<Timers.Timer> timers) {
        List<InstanceId> waiting = new ArrayList<>();
        for (Timers.Timer timer : timers) {
            Instance instance = decision.state.instance(timer.instance());
            if (instance != null && instance.settled() && instance.state() == InstanceState.WAITING) {
                waiting.add(timer.instance());
            }
        }
        // Those whose changes had to wait, see Pacing, belong to the runs of those changes still.
        timers.forEach(timer -> decision.evaluate(timer.instance()));
        if (waiting.isEmpty()) {
            return;
        }
        Timers.Timer first = timers.getFirst();
        Cause cause = new Cause(
                DerivedId.of(
                        "deadline",
                        decision.model.ref().toString(),
                        first.due().toString(),
                        first.instance().key()),
                Cause.Kind.DEADLINE,
                decision.now,
                "A deadline for inputs of %s passed"
                        .formatted(
                                waiting.size() == 1
                                        ? waiting.getFirst().key()
                                        : "%d instances".formatted(waiting.size())));
        String run = decision.runs.open(cause);
        for (InstanceId id : new Holds(decision).inOrder(waiting)) {
            Instance instance = decision.state.require(id);
            decision.state.put(id, instance.with(instance.dirt().withInput()));
            decision.invalidate(id, List.of(run));
        }
    }
}
