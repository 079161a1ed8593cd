package io.freshet.contracts.api;

import io.freshet.contracts.id.WorkflowRef;
import java.util.List;

/**
 * What a replay has done: what it read, and what became of the instances that were looked at again.
 *
 * @param workflows what it did in each, by name
 * @param complete whether the replay and all of its runs have finished, so that the figures stay as they are
 */
public record ReplayReceipt(ReplayInfo replay, List<Workflow> workflows, boolean complete) {
    /**
     * What became of the instances of one workflow, each counted once for each run; those considered are those of the other figures together.
     *
     * @param runs that the replay asks for
     * @param unheard how many of them have not begun, as far as the history knows
     * @param open how many of them have begun and not finished
     * @param considered instances that were looked at
     * @param unchanged were up to date
     * @param ran ran and succeeded
     * @param cached succeeded with the outputs of an earlier attempt
     * @param failed failed, or were blocked by one that did
     * @param other wait for inputs, were skipped for another reason or were cancelled
     * @param active have not settled yet
     */
    public record Workflow(
            WorkflowRef workflow,
            int runs,
            int unheard,
            int open,
            long considered,
            long unchanged,
            long ran,
            long cached,
            long failed,
            long other,
            long active) {
        static Workflow none(WorkflowRef workflow) {
            return new Workflow(workflow, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0);
        }

        /** With a run that has not begun. */
        Workflow plusUnheard() {
            return new Workflow(
                    workflow, runs + 1, unheard + 1, open, considered, unchanged, ran, cached, failed, other, active);
        }

        /** With a run that has begun. */
        Workflow plus(RunState state, RunCounts counts) {
            return new Workflow(
                    workflow,
                    runs + 1,
                    unheard,
                    open + (state.isFinished() ? 0 : 1),
                    considered + counts.total(),
                    unchanged + counts.cutOff() + counts.skipped(),
                    ran + counts.executed(),
                    cached + counts.cached(),
                    failed + counts.failed() + counts.blocked(),
                    other + counts.waiting() + counts.cancelled(),
                    active + counts.active());
        }
    }

    public ReplayReceipt {
        workflows = List.copyOf(workflows);
    }
}
