package io.freshet.contracts.workflow;

import io.freshet.contracts.expression.Condition;
import io.freshet.contracts.expression.Condition.Type;
import io.freshet.contracts.partition.Dimension;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What the {@code when} of a task can speak of: {@code params.<name>}, {@code partition.<dimension>} and, of each input,
 * {@code inputs.<name>.partitions}, {@code .files} and {@code .bytes}. A {@code -} in a name is written {@code _}.
 */
public final class ConditionVariables {
    private ConditionVariables() {}

    /** By name, in the order of the specification. */
    public static Map<String, Type> of(WorkflowSpec workflow, TaskSpec task) {
        Map<String, Type> variables = new LinkedHashMap<>();
        workflow.params().values().forEach(param -> variables.put(param(param.name()), type(param.type())));
        task.params().keySet().forEach(name -> variables.putIfAbsent(param(name), Type.TEXT));
        for (Dimension dimension : workflow.taskDimensions(task)) {
            variables.put(partition(dimension.name()), Type.TEXT);
        }
        for (String input : task.inputs().keySet()) {
            for (Measure measure : Measure.values()) {
                variables.put(input(input, measure), Type.INTEGER);
            }
        }
        return variables;
    }

    /**
     * Reads the condition of a task.
     *
     * @throws IllegalArgumentException if it has none
     */
    public static Condition.Compiled compile(WorkflowSpec workflow, TaskSpec task) {
        String when = task.when();
        if (when == null) {
            throw new IllegalArgumentException("task '%s' has no condition".formatted(task.name()));
        }
        return Condition.compile(when, of(workflow, task));
    }

    /** What is counted of the partitions that an instance reads of an input. */
    public enum Measure {
        PARTITIONS("partitions"),
        FILES("files"),
        BYTES("bytes");

        private final String text;

        Measure(String text) {
            this.text = text;
        }
    }

    public static String param(String name) {
        return "params." + identifier(name);
    }

    public static String partition(String dimension) {
        return "partition." + identifier(dimension);
    }

    public static String input(String name, Measure measure) {
        return "inputs.%s.%s".formatted(identifier(name), measure.text);
    }

    private static String identifier(String name) {
        return name.replace('-', '_');
    }

    private static Type type(ParamSpec.Type type) {
        return switch (type) {
            case STRING, DATE -> Type.TEXT;
            case INTEGER -> Type.INTEGER;
            case NUMBER -> Type.NUMBER;
            case BOOLEAN -> Type.BOOLEAN;
        };
    }
}
