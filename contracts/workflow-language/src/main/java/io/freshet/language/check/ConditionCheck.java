package io.freshet.language.check;

import io.freshet.contracts.spec.TaskSpec;
import io.freshet.contracts.spec.WorkflowSpec;
import io.freshet.language.expression.Condition;
import io.freshet.language.grammar.SpecErrorCode;
import io.freshet.language.grammar.SpecErrors;
import java.util.Map;

/** Conditions are expressions that type-check and are true or false. */
public final class ConditionCheck implements SpecCheck {
    private static final String UNKNOWN_NAME = "undeclared reference";

    @Override
    public void check(WorkflowSpec spec, SpecErrors errors) {
        for (TaskSpec task : spec.tasks().values()) {
            String when = task.when();
            if (when == null || !areDimensionsReadable(spec, task, errors)) {
                continue;
            }
            Map<String, Condition.Type> variables = ConditionVariables.of(spec, task);
            if (Condition.compile(when, variables) instanceof Condition.Compiled.Invalid invalid
                    && !(invalid.message().contains(UNKNOWN_NAME) && isPartlyUnread(task, errors))) {
                errors.at(
                        "spec.tasks.%s.when".formatted(task.name()),
                        SpecErrorCode.BAD_EXPRESSION,
                        "the condition is not right: " + invalid.message(),
                        variables.isEmpty()
                                ? "it may speak of nothing: the task has no inputs, dimensions or parameters"
                                : "it may speak of " + String.join(", ", variables.keySet()));
            }
        }
    }

    /** What was not understood is not there, so that a condition that speaks of it would seem to be wrong. */
    private static boolean isPartlyUnread(TaskSpec task, SpecErrors errors) {
        return errors.isBroken("spec.tasks." + task.name())
                || errors.isBroken("spec.params")
                || errors.isBroken("spec.datasets");
    }

    private static boolean areDimensionsReadable(WorkflowSpec spec, TaskSpec task, SpecErrors errors) {
        return DimensionCheck.isReadable(spec, task, errors)
                && task.inputs().values().stream()
                        .flatMap(input -> spec.producer(input.dataset()).stream())
                        .allMatch(producer -> DimensionCheck.isReadable(spec, producer, errors));
    }
}
