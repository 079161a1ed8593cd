package io.freshet.planner.domain.evaluation;

import io.freshet.contracts.event.InstanceState;
import io.freshet.contracts.event.Reason;
import io.freshet.contracts.id.InstanceRef;
import io.freshet.planner.domain.port.InstancePort;
import io.freshet.planner.domain.run.ReasonMessages;
import java.util.List;

/** An instance that reads what is not what it should be is blocked. */
public record UpstreamFailedRule(InstancePort instances, Settlement settlement) implements EvaluationRule {
    @Override
    public boolean decides(Candidate candidate) {
        List<InstanceRef> bad = List.copyOf(candidate.inputs().bad());
        if (bad.isEmpty()) {
            return false;
        }
        settlement.settle(
                candidate.instance(),
                candidate
                        .change(InstanceState.BLOCKED, Reason.UPSTREAM_FAILED)
                        .explain(ReasonMessages.blocked(bad, instances))
                        .related(bad));
        return true;
    }
}
