package io.freshet.planner.domain.evaluation;

import io.freshet.contracts.event.InstanceState;
import io.freshet.contracts.event.Reason;
import io.freshet.planner.domain.graph.InstanceDefinition;
import io.freshet.planner.domain.graph.Propagation;
import io.freshet.planner.domain.instance.Instance;
import io.freshet.planner.domain.instance.InstanceId;
import io.freshet.planner.domain.run.ReasonMessages;
import io.freshet.planner.domain.run.Runs;
import java.util.List;

/** What an instance is of no longer exists: it makes nothing and is expected to make nothing. */
public record UndefinedInstanceRule(
        Runs runs,
        InstanceDefinition definition,
        Propagation propagation,
        AcceptedOutputs outputs,
        Settlement settlement)
        implements EvaluationRule {
    @Override
    public boolean decides(Candidate candidate) {
        InstanceId id = candidate.id();
        if (definition.isDefined(candidate.task(), id, candidate.inputs())) {
            return false;
        }
        Instance retired = outputs.retire(candidate.task(), id, candidate.instance());
        List<String> ofInstance = runs.of(id);
        propagation.withdraw(id, ofInstance);
        propagation.propagate();
        settlement.settle(
                retired,
                candidate.change(InstanceState.WAITING, Reason.MISSING_INPUT).explain(ReasonMessages.undefined()));
        return true;
    }
}
