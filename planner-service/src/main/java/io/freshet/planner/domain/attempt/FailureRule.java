package io.freshet.planner.domain.attempt;

import io.freshet.contracts.event.Reason;
import io.freshet.contracts.spec.FailureKind;
import io.freshet.contracts.spec.RetrySpec;
import io.freshet.planner.domain.instance.Attempt;
import io.freshet.planner.domain.instance.Instance;
import io.freshet.planner.domain.model.Limits;
import io.freshet.planner.domain.model.TaskModel;
import java.time.Duration;

/** Decides what follows when an attempt fails. Pure. */
final class FailureRule {
    private FailureRule() {}

    static FailureConsequence decide(Instance instance, Attempt attempt, FailureKind kind, TaskModel task) {
        if (kind == FailureKind.CANCELLED) {
            return new FailureConsequence.Cancelled();
        }
        if (!instance.isCurrent()) {
            return new FailureConsequence.Outdated();
        }
        return kind.isInfrastructure() ? infrastructureFailed(attempt, kind, task) : ownFailed(attempt, kind, task);
    }

    private static FailureConsequence infrastructureFailed(Attempt attempt, FailureKind kind, TaskModel task) {
        Attempt next = attempt.afterInfrastructureFailure(kind == FailureKind.LOST);
        if (next.lost() > Limits.LOST) {
            return noneLeft(attempt, task, Reason.PARKED);
        }
        if (next.infrastructureFailures() > Limits.infrastructureRetries(kind)) {
            return noneLeft(attempt, task, Reason.RETRIES_SPENT);
        }
        return new FailureConsequence.Retry(
                next,
                Limits.infrastructureBackoff(next.infrastructureFailures()),
                kind == FailureKind.INPUT_LIST_MISSING);
    }

    private static FailureConsequence ownFailed(Attempt attempt, FailureKind kind, TaskModel task) {
        RetrySpec retries = task.spec().retries();
        Attempt next = attempt.afterOwnFailure();
        if (attempt.fallback()) {
            return noneLeft(attempt, task, Reason.RETRIES_SPENT);
        }
        if (retries.max(kind) == 0) {
            return noneLeft(attempt, task, Reason.NOT_RETRIED);
        }
        return next.failures() > retries.max(kind)
                ? noneLeft(attempt, task, Reason.RETRIES_SPENT)
                : new FailureConsequence.Retry(next, retries.backoff(next.failures()), false);
    }

    /** No retry is left: the fallback has its turn, or else the instance has failed. */
    private static FailureConsequence noneLeft(Attempt attempt, TaskModel task, Reason reason) {
        return task.onFailure().fallback() != null && !attempt.fallback()
                ? new FailureConsequence.Retry(attempt.asFallback(), Duration.ZERO, false)
                : new FailureConsequence.Failed(reason);
    }
}
