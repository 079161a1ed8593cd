package io.freshet.planner.domain.model;

import io.freshet.contracts.event.WorkflowDefinition;
import io.freshet.contracts.partition.PartitionKey;
import io.freshet.contracts.spec.TaskSpec;
import io.freshet.language.check.ConditionVariables;
import io.freshet.language.expression.Condition;
import io.freshet.language.expression.Condition.Compiled;
import io.freshet.language.expression.Condition.Verdict;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The {@code when} of a task.
 *
 * @param variables what it may speak of
 * @param params the values of the parameters among them
 * @param unfit what is wrong with a value that a run gave before the parameter got another type; null if nothing is
 */
public record TaskCondition(
        String text,
        Condition condition,
        Map<String, Condition.Type> variables,
        Map<String, Object> params,
        @Nullable String unfit) {
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
        List<String> unfit = new ArrayList<>();
        params.forEach((name, value) -> read(name, value, variables, values).ifPresent(unfit::add));
        return switch (Condition.compile(text, variables)) {
            case Compiled.Valid valid ->
                new TaskCondition(
                        text.strip().replaceAll("\\s+", " "),
                        valid.condition(),
                        variables,
                        values,
                        unfit.isEmpty() ? null : unfit.getFirst());
            case Compiled.Invalid invalid ->
                throw new IllegalArgumentException(
                        "the condition of task '%s' is not right: %s".formatted(task.name(), invalid.message()));
        };
    }

    /** Reads the value of a parameter; says what is wrong with it if it cannot be read. */
    private static Optional<String> read(
            String name, String value, Map<String, Condition.Type> variables, Map<String, Object> values) {
        String variable = ConditionVariables.param(name);
        Condition.Type type = variables.getOrDefault(variable, Condition.Type.TEXT);
        try {
            values.put(variable, type.parse(value));
            return Optional.empty();
        } catch (NumberFormatException e) {
            return Optional.of("parameter '%s' was given as '%.50s', which is no %s in this version of the workflow"
                    .formatted(name, value, type.name().toLowerCase(Locale.ROOT)));
        }
    }

    /** Whether its value depends on what the task that makes an input reported. */
    public boolean speaksOfResults(String input) {
        return condition.speaksOf(ConditionVariables.results(input));
    }

    /** What it sees for {@link ConditionVariables#results}: one record, or a list where several instances may be read. */
    public Object results(String input, List<Map<String, Object>> records) {
        if (variables.get(ConditionVariables.results(input)) == Condition.Type.RECORDS) {
            return records;
        }
        return records.isEmpty() ? Map.of() : records.getFirst();
    }

    /** Whether an instance is to run on what it reads. */
    public Verdict evaluate(PartitionKey instance, Map<String, Object> inputs) {
        if (unfit != null) {
            return new Verdict.Fails(unfit);
        }
        Map<String, Object> values = new HashMap<>(params);
        instance.values().forEach(value -> values.put(ConditionVariables.partition(value.dimension()), value.value()));
        values.putAll(inputs);
        return condition.evaluate(values);
    }
}
