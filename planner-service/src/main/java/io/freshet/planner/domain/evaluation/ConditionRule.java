package io.freshet.planner.domain.evaluation;

import io.freshet.contracts.event.InstanceState;
import io.freshet.contracts.event.Reason;
import io.freshet.language.expression.Condition.Verdict;
import io.freshet.planner.domain.graph.InputMeasures;
import io.freshet.planner.domain.graph.Inputs;
import io.freshet.planner.domain.instance.Instance;
import io.freshet.planner.domain.instance.InstanceId;
import io.freshet.planner.domain.model.TaskCondition;
import io.freshet.planner.domain.run.ReasonMessages;
import java.util.Optional;

/** The {@code when} of a task: where it is false the instance is settled without outputs, and what it was to do remains owed. */
public record ConditionRule(InputMeasures measures, AcceptedOutputs outputs, Settlement settlement) {
    /**
     * Whether the condition is true, or there is none; if not, the instance has been settled.
     *
     * @param view what the instance would read
     */
    boolean holds(Candidate candidate, Inputs view) {
        TaskCondition condition = candidate.task().condition();
        if (condition == null) {
            return true;
        }
        return switch (verdict(candidate.id(), condition, view)) {
            case Verdict.Is(boolean value) -> {
                if (!value) {
                    isFalse(candidate, condition);
                }
                yield value;
            }
            case Verdict.Fails(String message) -> {
                settlement.settle(
                        candidate.instance(),
                        candidate
                                .change(InstanceState.FAILED, Reason.CONDITION)
                                .explain(ReasonMessages.conditionFails(condition.text(), message)));
                yield false;
            }
        };
    }

    private void isFalse(Candidate candidate, TaskCondition condition) {
        Instance retired = outputs.retire(candidate.task(), candidate.id(), candidate.instance());
        String sentence = ReasonMessages.conditionIsFalse(condition.text());
        settlement.skip(
                retired,
                candidate
                        .change(InstanceState.SKIPPED, Reason.CONDITION)
                        .explain(
                                retired.equals(candidate.instance()) ? sentence : sentence + ReasonMessages.retired()));
    }

    private Verdict verdict(InstanceId id, TaskCondition condition, Inputs view) {
        Optional<String> unaskable = view.unaskable(condition);
        return unaskable.isPresent()
                ? new Verdict.Fails(unaskable.get())
                : condition.evaluate(id.partition(), measures.of(view, condition));
    }
}
