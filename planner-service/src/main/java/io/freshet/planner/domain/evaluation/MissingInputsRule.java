package io.freshet.planner.domain.evaluation;

import io.freshet.planner.domain.instance.Instance;
import io.freshet.planner.domain.run.ReasonMessages;
import java.util.List;

/** An instance without something that it needs waits, and has no outputs meanwhile. */
public record MissingInputsRule(AcceptedOutputs outputs, Settlement settlement) implements EvaluationRule {
    @Override
    public boolean decides(Candidate candidate) {
        List<String> missing = candidate.inputs().missing();
        if (missing.isEmpty()) {
            return false;
        }
        Instance instance = candidate.instance();
        Instance retired = outputs.retire(candidate.task(), candidate.id(), instance);
        String sentence = ReasonMessages.waiting(missing);
        settlement.settle(
                retired,
                candidate.waiting(missing, retired.equals(instance) ? sentence : sentence + ReasonMessages.retired()));
        return true;
    }
}
