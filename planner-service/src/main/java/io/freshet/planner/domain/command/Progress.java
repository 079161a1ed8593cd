package io.freshet.planner.domain.command;

import io.freshet.planner.domain.deployment.Adoption;
import io.freshet.planner.domain.evaluation.EvaluationLoop;
import io.freshet.planner.domain.model.StepLimits;

/** Does what follows from an input, and some of what is left over from before, and ends the decision. */
public record Progress(
        DeferredWorkRunner deferred,
        EvaluationLoop evaluations,
        HoldRelease holds,
        Adoption adoption,
        Completion completion) {
    /**
     * Ends the decision.
     *
     * @param limit how many instances are touched of what is left over
     */
    public void apply(int limit) {
        int left = deferred.step(limit);
        evaluations.proceed();
        holds.apply(left);
        evaluations.proceed();
        if (adoption.endWithRun()) {
            deferred.step(StepLimits.STEP);
            evaluations.proceed();
        }
        evaluations.proceed();
        adoption.endWithRun();
        completion.apply();
    }
}
