package io.freshet.planner.topology;

import io.freshet.contracts.event.TaskEvent.StateChanged;
import io.freshet.planner.domain.FaultListener;
import io.freshet.planner.domain.FinishListener;

/** Is told what the planner decides, for metrics and logs. Called on stream threads; what is told may be rolled back and told again. */
public interface PlannerListener extends FinishListener, FaultListener {
    void decided(StateChanged change);
}
