package io.freshet.planner.domain.attempt;

import io.freshet.contracts.event.InstanceState;
import io.freshet.contracts.event.Outcome;
import io.freshet.contracts.event.Outcome.OutputPartition;
import io.freshet.contracts.event.Reason;
import io.freshet.planner.domain.evaluation.AcceptedOutputs;
import io.freshet.planner.domain.evaluation.OutputOrigin;
import io.freshet.planner.domain.evaluation.Pacing;
import io.freshet.planner.domain.evaluation.Reevaluation;
import io.freshet.planner.domain.evaluation.Settlement;
import io.freshet.planner.domain.instance.Accepted;
import io.freshet.planner.domain.instance.Instance;
import io.freshet.planner.domain.instance.InstanceId;
import io.freshet.planner.domain.instance.Results;
import io.freshet.planner.domain.model.TaskModel;
import io.freshet.planner.domain.port.InstancePort;
import io.freshet.planner.domain.run.ReasonMessages;
import java.util.List;
import java.util.Optional;

/** An attempt succeeded: its outputs are accepted, which is their commit point. */
public final class AttemptSucceededRule {
    private final InstancePort instances;
    private final AcceptedOutputs outputs;
    private final Pacing pacing;
    private final Settlement settlement;
    private final Reevaluation reevaluation;

    public AttemptSucceededRule(
            InstancePort instances,
            AcceptedOutputs outputs,
            Pacing pacing,
            Settlement settlement,
            Reevaluation reevaluation) {
        this.instances = instances;
        this.outputs = outputs;
        this.pacing = pacing;
        this.settlement = settlement;
        this.reevaluation = reevaluation;
    }

    /** Why outputs cannot be accepted: one of them is not the instance's to write. Empty if they can. */
    static Optional<String> misplaced(TaskModel task, InstanceId id, List<OutputPartition> outputs) {
        for (OutputPartition written : outputs) {
            boolean belongs = task.outputs().stream()
                    .anyMatch(output -> output.dataset().equals(written.dataset())
                            && task.mayWrite(id.partition(), output, written.partition()));
            if (!belongs) {
                return Optional.of("The attempt wrote %s/%s, which is not an output of %s."
                        .formatted(written.dataset(), written.partition(), id.key()));
            }
        }
        return Optional.empty();
    }

    void apply(FinishedAttempt finished, Outcome.Succeeded outcome) {
        Accepted how = outcome.cachedFrom() == null ? Accepted.EXECUTED : Accepted.CACHED;
        InstanceId id = finished.id();
        Instance accepted = finished.instance().accepted(how);
        instances.put(id, accepted);
        OutputOrigin origin =
                new OutputOrigin(finished.task(), id, finished.attemptId(), finished.trace(), finished.instance());
        int changed = outputs.accept(origin, outcome.outputs(), new Results(outcome.results()));
        // Also if it still waits upstream: what it waits for may settle without a change, and nothing else would have
        // it look again.
        boolean more = pacing.leavesMore(id, finished.task());
        if (more) {
            instances.put(id, accepted.with(accepted.dirt().withInput()));
        }
        if (accepted.isCurrent() && !more) {
            settle(finished, accepted, outcome.outputs().size(), changed);
        } else {
            reevaluation.because(finished.change(InstanceState.PENDING, Reason.INPUT_CHANGED)
                    .explain(accepted.isCurrent() ? ReasonMessages.moreIsLeft() : ReasonMessages.acceptedButChanged()));
        }
    }

    private void settle(FinishedAttempt finished, Instance accepted, int written, int changed) {
        boolean fallback = finished.attempt().fallback();
        Reason reason = fallback ? Reason.FALLBACK : accepted.accepted().reason();
        settlement.settle(
                accepted,
                finished.change(InstanceState.SUCCEEDED, reason)
                        .explain(
                                fallback
                                        ? ReasonMessages.succeededByFallback(changed)
                                        : ReasonMessages.succeeded(written, changed)));
    }
}
