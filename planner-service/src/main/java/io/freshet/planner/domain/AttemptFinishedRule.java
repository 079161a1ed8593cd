package io.freshet.planner.domain;

import io.freshet.contracts.event.AttemptFinished;
import io.freshet.contracts.event.AttemptReport;
import io.freshet.contracts.event.InstanceState;
import io.freshet.contracts.event.Outcome;
import io.freshet.contracts.event.Reason;
import io.freshet.contracts.spec.FailureKind;
import io.freshet.contracts.spec.FailureSpec;
import io.freshet.contracts.spec.RetrySpec;
import io.freshet.planner.domain.Instance.Accepted;
import io.freshet.planner.domain.instance.InstanceId;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * What follows when an attempt ends. Only the attempt that the instance waits for counts: acceptance here is the commit point of its
 * outputs, and anything else (a zombie, a repetition) changes nothing.
 */
final class AttemptFinishedRule {
    private final Decision decision;
    private final InstanceId id;
    private final TaskModel task;
    private final Instance instance;
    private final Attempt attempt;
    private final String attemptId;

    private AttemptFinishedRule(
            Decision decision, InstanceId id, TaskModel task, Instance instance, Attempt attempt, String attemptId) {
        this.decision = decision;
        this.id = id;
        this.task = task;
        this.instance = instance;
        this.attempt = attempt;
        this.attemptId = attemptId;
    }

    /** Deals with the end of an attempt; false if nobody waits for it. */
    static boolean of(Decision decision, AttemptFinished finished) {
        InstanceId id = InstanceId.of(finished.instance());
        boolean awaited = isAwaited(decision, finished);
        if (awaited) {
            Instance instance = decision.state.require(id);
            Instant started = finished.startedAt();
            Instance ran = CriticalPath.ran(id, instance, started == null ? finished.at() : started, finished.at());
            new AttemptFinishedRule(
                            decision,
                            id,
                            decision.model.requireTask(id.task()),
                            ran,
                            Objects.requireNonNull(instance.attempt()),
                            finished.attempt())
                    .apply(whole(decision, id, finished));
        }
        decision.state.outputParts.forget(id);
        return awaited;
    }

    /** Whether the instance waits for this attempt. */
    static boolean isAwaited(Decision decision, AttemptReport report) {
        InstanceId id = InstanceId.of(report.instance());
        Instance instance = decision.state.instance(id);
        Attempt attempt = instance == null ? null : instance.attempt();
        return instance != null
                && attempt != null
                && decision.model.task(id.task()).isPresent()
                && LaunchRule.attemptId(report.instance(), instance, attempt).equals(report.attempt());
    }

    /** The outcome with all its outputs, whether it names them or they were listed before. */
    private static Outcome whole(Decision decision, InstanceId id, AttemptFinished finished) {
        if (!(finished.outcome() instanceof Outcome.Succeeded succeeded)) {
            return finished.outcome();
        }
        Integer parts = succeeded.outputParts();
        if (parts == null) {
            return succeeded;
        }
        return decision.state
                .outputParts
                .of(id, finished.attempt(), parts)
                .<Outcome>map(succeeded::withOutputs)
                .orElseGet(() -> new Outcome.Failed(FailureKind.LOST, ReasonMessages.outputsNotListed(parts), null));
    }

    private Reason succeededHow(Accepted how) {
        return attempt.fallback() ? Reason.FALLBACK : reason(how);
    }

    static Reason reason(Accepted accepted) {
        return accepted == Accepted.CACHED ? Reason.CACHED : Reason.COMPLETED;
    }

    private void apply(Outcome outcome) {
        switch (outcome) {
            case Outcome.Succeeded succeeded -> {
                Optional<String> misplaced = AcceptedOutputs.misplaced(task, id, succeeded.outputs());
                if (misplaced.isPresent()) {
                    failed(FailureKind.CHECK, misplaced.get());
                } else {
                    succeeded(succeeded);
                }
            }
            case Outcome.Failed failed -> failed(failed.kind(), failed.message());
        }
    }

    private void succeeded(Outcome.Succeeded outcome) {
        Accepted how = outcome.cachedFrom() == null ? Accepted.EXECUTED : Accepted.CACHED;
        Instance accepted = instance.accepted(how);
        decision.state.put(id, accepted);
        AcceptedOutputs outputs = new AcceptedOutputs(decision, task, id, attemptId, instance);
        int changed = outputs.accept(outcome.outputs());
        outputs.report(new Results(outcome.results()));
        decision.propagate();
        boolean more = isCurrent(accepted) && decision.pacing.leavesMore(id, task);
        if (more) {
            decision.state.put(id, accepted.with(accepted.dirt().withInput()));
        }
        if (isCurrent(accepted) && !more) {
            decision.settlement()
                    .settle(
                            accepted,
                            report(InstanceState.SUCCEEDED, succeededHow(how))
                                    .explain(
                                            attempt.fallback()
                                                    ? ReasonMessages.succeededByFallback(changed)
                                                    : ReasonMessages.succeeded(
                                                            outcome.outputs().size(), changed)));
        } else {
            report(InstanceState.PENDING, Reason.INPUT_CHANGED)
                    .explain(more ? ReasonMessages.moreIsLeft() : ReasonMessages.acceptedButChanged())
                    .emit();
            decision.evaluate(id);
        }
    }

    private void failed(FailureKind kind, String message) {
        Instance givenUp = instance.givenUp();
        if (kind == FailureKind.CANCELLED) {
            Instance cancelled = instance.cancelled();
            decision.state.put(id, cancelled);
            if (cancelled.canBeEvaluated()) {
                decision.evaluation()
                        .cancel(
                                id,
                                cancelled,
                                new Run.Stop(Reason.CANCEL_REQUESTED, ReasonMessages.cancelledUnderway(message)),
                                attemptId);
            }
        } else if (!isCurrent(instance)) {
            decision.state.put(id, givenUp);
            report(InstanceState.PENDING, Reason.INPUT_CHANGED)
                    .explain(ReasonMessages.failedButChanged(message))
                    .emit();
            decision.evaluate(id);
        } else if (kind.isInfrastructure()) {
            infrastructureFailed(kind, message);
        } else {
            ownFailed(kind, message);
        }
    }

    private void infrastructureFailed(FailureKind kind, String message) {
        Attempt next = attempt.afterInfrastructureFailure(kind == FailureKind.LOST);
        if (next.lost() > Limits.LOST) {
            giveUp(Reason.PARKED, message);
        } else if (next.infrastructureFailures() > Limits.infrastructureRetries(kind)) {
            giveUp(Reason.RETRIES_SPENT, message);
        } else {
            if (kind == FailureKind.INPUT_LIST_MISSING) {
                new Listings(decision).resend(id, task);
            }
            decision.evaluation()
                    .launch()
                    .retry(id, instance, next, Limits.infrastructureBackoff(next.infrastructureFailures()), message);
        }
    }

    private void ownFailed(FailureKind kind, String message) {
        RetrySpec retries = task.spec().retries();
        Attempt next = attempt.afterOwnFailure();
        if (attempt.fallback()) {
            giveUp(Reason.RETRIES_SPENT, message);
        } else if (retries.max(kind) == 0) {
            giveUp(Reason.NOT_RETRIED, message);
        } else if (next.failures() > retries.max(kind)) {
            giveUp(Reason.RETRIES_SPENT, message);
        } else {
            decision.evaluation().launch().retry(id, instance, next, retries.backoff(next.failures()), message);
        }
    }

    /** No retry is left: the fallback has its turn, or else the instance has failed. */
    private void giveUp(Reason reason, String message) {
        FailureSpec policy = task.onFailure();
        if (policy.fallback() != null && !attempt.fallback()) {
            decision.evaluation().launch().retry(id, instance, attempt.asFallback(), Duration.ZERO, message);
            return;
        }
        List<String> runs = decision.runs.of(id);
        String sentence = switch (reason) {
            case NOT_RETRIED -> ReasonMessages.notRetried(message);
            case PARKED -> ReasonMessages.parked(message, Limits.LOST + 1);
            default -> ReasonMessages.failed(message, attempt.number());
        };
        settle(InstanceState.FAILED, reason, policy.allow() ? sentence + ReasonMessages.allowed() : sentence);
        if (policy.failFast()) {
            new RunRequestRule(decision).failFast(runs, id);
        }
    }

    /** Whether nothing changed since the launch, and nothing is about to. */
    private static boolean isCurrent(Instance instance) {
        return instance.pending() == 0
                && instance.holds() == 0
                && !instance.dirt().sinceLaunch();
    }

    /** Settles without a success: what the attempt was to do, by force or not, remains owed. */
    private void settle(InstanceState state, Reason reason, String sentence) {
        decision.settlement().settle(instance.givenUp(), report(state, reason).explain(sentence));
    }

    private StateChangedBuilder report(InstanceState state, Reason reason) {
        return StateChangedBuilder.of(decision, id, state, reason)
                .attempt(attemptId)
                .actionKey(instance.triedKey());
    }
}
