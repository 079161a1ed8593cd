package io.freshet.planner.domain.attempt;

import io.freshet.contracts.event.AttemptFinished;
import io.freshet.contracts.event.Outcome;
import io.freshet.contracts.spec.FailureKind;
import io.freshet.planner.domain.instance.Instance;
import io.freshet.planner.domain.instance.InstanceId;
import io.freshet.planner.domain.model.WorkflowModel;
import io.freshet.planner.domain.port.InstancePort;
import io.freshet.planner.domain.port.ModelPort;
import io.freshet.planner.domain.port.OutputPort;
import io.freshet.planner.domain.run.CriticalPath;
import io.freshet.planner.domain.run.ReasonMessages;
import io.freshet.planner.domain.state.OutputParts;
import java.time.Instant;
import java.util.Optional;

/**
 * An attempt ended. Only the attempt that the instance waits for counts; anything else, a zombie or a repetition, changes nothing.
 */
public final class OnAttemptFinished {
    private final WorkflowModel model;
    private final InstancePort instances;
    private final OutputParts listed;
    private final AttemptSucceededRule succeeded;
    private final AttemptFailedRule failed;

    public <P extends ModelPort & InstancePort & OutputPort> OnAttemptFinished(
            P ports, AttemptSucceededRule succeeded, AttemptFailedRule failed) {
        this.model = ports.model();
        this.instances = ports;
        this.listed = ports.outputParts();
        this.succeeded = succeeded;
        this.failed = failed;
    }

    /** Deals with the end of an attempt; false if nobody waits for it. */
    public boolean apply(AttemptFinished finished) {
        InstanceId id = InstanceId.of(finished.instance());
        Optional<FinishedAttempt> awaited =
                AwaitedAttempt.find(model, instances, finished).map(attempt -> ran(attempt, finished));
        awaited.ifPresent(attempt -> apply(attempt, whole(attempt, finished.outcome())));
        listed.forget(id);
        return awaited.isPresent();
    }

    private static FinishedAttempt ran(FinishedAttempt attempt, AttemptFinished finished) {
        Instant started = finished.startedAt();
        Instance ran = CriticalPath.ran(
                attempt.id(), attempt.instance(), started == null ? finished.at() : started, finished.at());
        return new FinishedAttempt(
                attempt.id(), attempt.task(), ran, attempt.attempt(), attempt.attemptId(), finished.trace());
    }

    /** The outcome with all its outputs, whether it names them or they were listed before. */
    private Outcome whole(FinishedAttempt attempt, Outcome outcome) {
        if (!(outcome instanceof Outcome.Succeeded success)) {
            return outcome;
        }
        Integer parts = success.outputParts();
        if (parts == null) {
            return success;
        }
        return listed.of(attempt.id(), attempt.attemptId(), parts)
                .<Outcome>map(success::withOutputs)
                .orElseGet(() -> new Outcome.Failed(FailureKind.LOST, ReasonMessages.outputsNotListed(parts), null));
    }

    private void apply(FinishedAttempt attempt, Outcome outcome) {
        switch (outcome) {
            case Outcome.Succeeded success ->
                AttemptSucceededRule.misplaced(attempt.task(), attempt.id(), success.outputs())
                        .ifPresentOrElse(
                                misplaced -> failed.apply(attempt, FailureKind.CHECK, misplaced),
                                () -> succeeded.apply(attempt, success));
            case Outcome.Failed failure -> failed.apply(attempt, failure.kind(), failure.message());
        }
    }
}
