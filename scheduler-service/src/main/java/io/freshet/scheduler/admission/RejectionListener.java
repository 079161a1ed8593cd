package io.freshet.scheduler.admission;

import io.freshet.contracts.event.ReadyCommand.TaskReady;

/** Hears of attempts that admission gave up. Called by the thread that decides. */
@FunctionalInterface
public interface RejectionListener {
    /**
     * An attempt was taken out of the queue, or never got into it.
     *
     * @param reported whether the planner is notified, so that the instance fails
     */
    void givenUp(TaskReady ready, boolean reported, Throwable failure);
}
