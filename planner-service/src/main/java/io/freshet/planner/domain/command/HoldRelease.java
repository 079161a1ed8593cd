package io.freshet.planner.domain.command;

import io.freshet.planner.domain.evaluation.EvaluationLoop;
import io.freshet.planner.domain.graph.Holds;
import io.freshet.planner.domain.run.Backlog;

/** Releases what is held and complete, as far as there is nothing else to be done before and there is room for it. */
record HoldRelease(Backlog backlog, EvaluationLoop evaluations, Holds holds) {
    /**
     * Releases some of it.
     *
     * @param limit how many instances at the most
     */
    void apply(int limit) {
        // What came meanwhile is heard first: it may make some of what would be started now pointless.
        if (!backlog.isOpen() && evaluations.canEvaluate()) {
            holds.release(limit);
        }
    }
}
