package io.freshet.planner.domain;

/** Does what follows from an input, and some of what is left over from before, and ends the decision. */
record Progress(
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
    void apply(int limit) {
        int left = deferred.step(limit);
        evaluations.proceed();
        holds.apply(left);
        evaluations.proceed();
        if (adoption.endWithRun()) {
            deferred.step(Planner.STEP);
            evaluations.proceed();
        }
        evaluations.proceed();
        adoption.endWithRun();
        completion.apply();
    }
}
