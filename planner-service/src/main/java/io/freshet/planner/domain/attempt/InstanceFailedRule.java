package io.freshet.planner.domain.attempt;

import io.freshet.contracts.event.InstanceState;
import io.freshet.contracts.event.Reason;
import io.freshet.contracts.spec.FailureSpec;
import io.freshet.planner.domain.evaluation.Settlement;
import io.freshet.planner.domain.model.Limits;
import io.freshet.planner.domain.run.ReasonMessages;
import io.freshet.planner.domain.run.Runs;
import java.util.List;

/** No attempt is left: the instance has failed, and what else is under way may have to stop. What it was to do remains owed. */
public record InstanceFailedRule(Runs runs, Settlement settlement, Cancellation cancellation) {
    void apply(FinishedAttempt finished, Reason reason, String message) {
        FailureSpec policy = finished.task().onFailure();
        List<String> ofInstance = runs.of(finished.id());
        String sentence = switch (reason) {
            case NOT_RETRIED -> ReasonMessages.notRetried(message);
            case PARKED -> ReasonMessages.parked(message, Limits.LOST + 1);
            default -> ReasonMessages.failed(message, finished.attempt().number());
        };
        settlement.settle(
                finished.instance().givenUp(),
                finished.change(InstanceState.FAILED, reason)
                        .explain(policy.allow() ? sentence + ReasonMessages.allowed() : sentence));
        if (policy.failFast()) {
            cancellation.failFast(ofInstance, finished.id());
        }
    }
}
