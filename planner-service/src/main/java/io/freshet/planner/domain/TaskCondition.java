package io.freshet.planner.domain;

import io.freshet.contracts.event.WorkflowDefinition;
import io.freshet.contracts.expression.Condition;
import io.freshet.contracts.expression.Condition.Compiled;
import io.freshet.contracts.expression.Condition.Verdict;
import io.freshet.contracts.partition.PartitionKey;
import io.freshet.contracts.workflow.ConditionVariables;
import io.freshet.contracts.workflow.TaskSpec;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The {@code when} of a task.
 *
 * @param params the values of the parameters it may speak of, by variable
 */
record TaskCondition(String text, Condition condition, Map<String, Object> params) {
    /**
     * @return null if the task has no condition
     * @throws IllegalArgumentException if it is not right
     */
    static @Nullable TaskCondition of(WorkflowDefinition definition, TaskSpec task, Map<String, String> params) {
        String text = task.when();
        if (text == null) {
            return null;
        }
        Map<String, Condition.Type> variables = ConditionVariables.of(definition.spec(), task);
        Map<String, Object> values = new HashMap<>();
        params.forEach((name, value) -> {
            String variable = ConditionVariables.param(name);
            values.put(
                    variable,
                    variables.getOrDefault(variable, Condition.Type.TEXT).parse(value));
        });
        return switch (ConditionVariables.compile(definition.spec(), task)) {
            case Compiled.Valid valid ->
                new TaskCondition(text.strip().replaceAll("\\s+", " "), valid.condition(), values);
            case Compiled.Invalid invalid ->
                throw new IllegalArgumentException(
                        "the condition of task '%s' is not right: %s".formatted(task.name(), invalid.message()));
        };
    }

    /** Whether its value may depend on what the task that makes an input reported. */
    boolean speaksOfResults(String input) {
        return text.contains(ConditionVariables.results(input));
    }

    /** Whether an instance is to run on what it reads. */
    Verdict evaluate(PartitionKey instance, Map<String, Object> inputs) {
        Map<String, Object> values = new HashMap<>(params);
        instance.values().forEach(value -> values.put(ConditionVariables.partition(value.dimension()), value.value()));
        values.putAll(inputs);
        return condition.evaluate(values);
    }
}
