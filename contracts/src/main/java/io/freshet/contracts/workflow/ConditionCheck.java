package io.freshet.contracts.workflow;

import io.freshet.contracts.expression.Condition;

/** Conditions are expressions that type-check and are true or false. */
final class ConditionCheck implements SpecCheck {
    @Override
    public void check(WorkflowSpec spec, Errors errors) {
        for (TaskSpec task : spec.tasks().values()) {
            boolean readable = task.when() != null
                    && DimensionCheck.isReadable(spec, task, errors)
                    && task.inputs().values().stream()
                            .flatMap(input -> spec.producer(input.dataset()).stream())
                            .allMatch(producer -> DimensionCheck.isReadable(spec, producer, errors));
            if (readable && ConditionVariables.compile(spec, task) instanceof Condition.Compiled.Invalid invalid) {
                errors.at(
                        "spec.tasks.%s.when".formatted(task.name()),
                        SpecErrorCode.BAD_EXPRESSION,
                        "the condition is not right: " + invalid.message(),
                        "it may speak of "
                                + String.join(
                                        ", ", ConditionVariables.of(spec, task).keySet()));
            }
        }
    }
}
