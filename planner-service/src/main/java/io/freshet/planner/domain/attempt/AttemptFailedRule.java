package io.freshet.planner.domain.attempt;

import io.freshet.contracts.event.InstanceState;
import io.freshet.contracts.event.Reason;
import io.freshet.contracts.spec.FailureKind;
import io.freshet.planner.domain.evaluation.Evaluation;
import io.freshet.planner.domain.evaluation.Halt;
import io.freshet.planner.domain.evaluation.Reevaluation;
import io.freshet.planner.domain.instance.Instance;
import io.freshet.planner.domain.port.InstancePort;
import io.freshet.planner.domain.run.ReasonMessages;
import io.freshet.planner.domain.state.Run;

/** An attempt failed: does what {@link FailureRule} decides. */
public final class AttemptFailedRule {
    private final InstancePort instances;
    private final Evaluation evaluation;
    private final Reevaluation reevaluation;
    private final RetryRule retry;
    private final InstanceFailedRule failed;

    public AttemptFailedRule(
            InstancePort instances,
            Evaluation evaluation,
            Reevaluation reevaluation,
            RetryRule retry,
            InstanceFailedRule failed) {
        this.instances = instances;
        this.evaluation = evaluation;
        this.reevaluation = reevaluation;
        this.retry = retry;
        this.failed = failed;
    }

    void apply(FinishedAttempt finished, FailureKind kind, String message) {
        switch (FailureRule.decide(finished.instance(), finished.attempt(), kind, finished.task())) {
            case FailureConsequence.Cancelled _ -> cancel(finished, message);
            case FailureConsequence.Outdated _ -> {
                instances.put(finished.id(), finished.instance().givenUp());
                reevaluation.because(finished.change(InstanceState.PENDING, Reason.INPUT_CHANGED)
                        .explain(ReasonMessages.failedButChanged(message)));
            }
            case FailureConsequence.Retry next -> retry.apply(finished, next, message);
            case FailureConsequence.Failed(Reason reason) -> failed.apply(finished, reason, message);
        }
    }

    private void cancel(FinishedAttempt finished, String message) {
        Instance cancelled = finished.instance().cancelled();
        instances.put(finished.id(), cancelled);
        if (cancelled.canBeEvaluated()) {
            Run.Stop stop = new Run.Stop(Reason.CANCEL_REQUESTED, ReasonMessages.cancelledUnderway(message));
            evaluation.cancel(finished.id(), cancelled, new Halt(stop, finished.attemptId()));
        }
    }
}
