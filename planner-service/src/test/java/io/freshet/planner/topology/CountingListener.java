package io.freshet.planner.topology;

import io.freshet.contracts.event.AttemptFinished;
import io.freshet.contracts.event.InstanceState;
import io.freshet.contracts.event.TaskEvent.StateChanged;
import io.freshet.planner.domain.state.Fault;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Counts what the planner reports. */
final class CountingListener implements PlannerListener {
    final Map<InstanceState, Integer> states = new HashMap<>();
    int accepted;
    int rejected;
    final List<Fault> faults = new ArrayList<>();

    @Override
    public void decided(StateChanged change) {
        states.merge(change.state(), 1, Integer::sum);
    }

    @Override
    public void faulted(Fault fault, Throwable thrown) {
        faults.add(fault);
    }

    @Override
    public void finished(AttemptFinished finished, boolean counts) {
        if (counts) {
            accepted++;
        } else {
            rejected++;
        }
    }
}
