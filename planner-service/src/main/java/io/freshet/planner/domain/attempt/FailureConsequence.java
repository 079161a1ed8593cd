package io.freshet.planner.domain.attempt;

import io.freshet.contracts.event.Reason;
import io.freshet.planner.domain.instance.Attempt;
import java.time.Duration;

/** What follows when an attempt fails. */
sealed interface FailureConsequence {
    /** It was stopped: the instance is not made anew. */
    record Cancelled() implements FailureConsequence {}

    /** Something changed since the launch: the failure says nothing of what is there now. */
    record Outdated() implements FailureConsequence {}

    /**
     * There is another attempt of the same evaluation.
     *
     * @param resendsLists whether lists that it reads have to be sent again before
     */
    record Retry(Attempt next, Duration backoff, boolean resendsLists) implements FailureConsequence {}

    /** No attempt is left: the instance has failed. */
    record Failed(Reason reason) implements FailureConsequence {}
}
