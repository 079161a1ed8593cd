package io.freshet.planner.topology;

import io.freshet.contracts.event.TaskEvent.StateChanged;
import io.freshet.planner.domain.FaultListener;
import io.freshet.planner.domain.FinishListener;

/** Receives what the planner decides, for metrics and logs. Called on stream threads; what it received may be rolled back and come again. */
public interface PlannerListener extends FinishListener, FaultListener {
    void decided(StateChanged change);
}
