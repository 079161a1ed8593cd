package io.freshet.contracts.workflow;

import io.freshet.contracts.expression.Condition;
import java.util.Map;

/** Conditions are expressions that type-check and are true or false. */
final class ConditionCheck implements SpecCheck {
    private static final String UNKNOWN_NAME = "undeclared reference";

    @Override
    public void check(WorkflowSpec spec, Errors errors) {
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
    private static boolean isPartlyUnread(TaskSpec task, Errors errors) {
        return errors.isBroken("spec.tasks." + task.name())
                || errors.isBroken("spec.params")
                || errors.isBroken("spec.datasets");
    }

    private static boolean areDimensionsReadable(WorkflowSpec spec, TaskSpec task, Errors errors) {
        return DimensionCheck.isReadable(spec, task, errors)
                && task.inputs().values().stream()
                        .flatMap(input -> spec.producer(input.dataset()).stream())
                        .allMatch(producer -> DimensionCheck.isReadable(spec, producer, errors));
    }
}
