package io.freshet.planner.domain.command;

import io.freshet.planner.domain.evaluation.EvaluationLoop;
import io.freshet.planner.domain.graph.Propagation;
import io.freshet.planner.domain.instance.InstanceId;
import io.freshet.planner.domain.run.DeferredWork;
import io.freshet.planner.domain.state.Continuation;
import java.util.function.Supplier;

/**
 * Does what is on the agenda, in bounded steps.
 *
 * @param work asked for only if there is something on the agenda: in most decisions there is nothing
 */
record DeferredWorkRunner(
        DeferredWork agenda, Propagation propagation, EvaluationLoop evaluations, Supplier<DeferredWorkStep> work) {
    /**
     * Does a step, if there is anything to do, after what is planned already.
     *
     * @param limit how many instances it may touch; what follows from each comes on top, as far as it fits into a decision
     * @return how many of them are left
     */
    int step(int limit) {
        propagation.propagate();
        int left = limit;
        while (left > 0 && agenda.isOpen() && evaluations.goOnInSteps()) {
            Continuation.Invalidate next = agenda.takeUnsettling();
            if (next != null) {
                propagation.invalidate(InstanceId.parse(next.instance()), next.runs());
                left--;
            } else {
                left -= work.get().apply(left);
            }
            propagation.propagate();
        }
        return agenda.isOpen() ? 0 : left;
    }
}
