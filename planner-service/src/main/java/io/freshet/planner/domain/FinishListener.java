package io.freshet.planner.domain;

import io.freshet.contracts.event.AttemptFinished;

/** Hears what became of the ends of attempts. */
@FunctionalInterface
public interface FinishListener {
    /**
     * The end of an attempt was dealt with.
     *
     * @param accepted false if nobody waited for it, so that nothing was changed
     */
    void finished(AttemptFinished finished, boolean accepted);
}
