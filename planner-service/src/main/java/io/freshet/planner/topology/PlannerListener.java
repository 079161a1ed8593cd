package io.freshet.planner.topology;

import io.freshet.contracts.event.AttemptFinished;
import io.freshet.contracts.event.TaskEvent.StateChanged;

/** Is told what the planner decides, for metrics and logs. Called on stream threads; what is told may be rolled back and told again. */
public interface PlannerListener {
    void decided(StateChanged change);

    /**
     * An attempt ended.
     *
     * @param accepted whether the planner waited for it
     */
    void finished(AttemptFinished finished, boolean accepted);
}
