package io.freshet.language.check;

import io.freshet.contracts.partition.Dimension;
import io.freshet.contracts.spec.InputSpec;
import io.freshet.contracts.spec.ParamSpec;
import io.freshet.contracts.spec.TaskSpec;
import io.freshet.contracts.spec.WorkflowSpec;
import io.freshet.language.expression.Condition;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * What the {@code when} of a task can speak of: {@code params.<name>}, {@code partition.<dimension>} and, of each input,
 * {@code inputs.<name>.partitions}, {@code .files} and {@code .bytes}; and of an input that another task of the workflow makes
 * {@code results.<name>}, what that task reported: one record where an instance reads one partition, else a list of them. A {@code -}
 * in a name is written {@code _}, and {@code in}, {@code true}, {@code false} and {@code null} get one at their end.
 */
public final class ConditionVariables {
    /** What the language itself means something by, also behind a dot. */
    private static final Set<String> WORDS = Set.of("in", "true", "false", "null");

    private ConditionVariables() {}

    /** By name, in the order of the specification. */
    public static Map<String, Condition.Type> of(WorkflowSpec workflow, TaskSpec task) {
        Map<String, Condition.Type> variables = new LinkedHashMap<>();
        workflow.params().values().forEach(param -> variables.put(param(param.name()), type(param.type())));
        task.params().keySet().forEach(name -> variables.putIfAbsent(param(name), Condition.Type.TEXT));
        for (Dimension dimension : workflow.taskDimensions(task)) {
            variables.put(partition(dimension.name()), Condition.Type.TEXT);
        }
        for (InputSpec input : task.inputs().values()) {
            for (Measure measure : Measure.values()) {
                variables.put(input(input.name(), measure), Condition.Type.INTEGER);
            }
            workflow.producer(input.dataset())
                    .ifPresent(producer ->
                            variables.put(results(input.name()), resultsType(workflow, task, input, producer)));
        }
        return variables;
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

    public static String results(String input) {
        return "results." + identifier(input);
    }

    /** As what an instance sees the results of the task that makes an input. */
    private static Condition.Type resultsType(
            WorkflowSpec workflow, TaskSpec task, InputSpec input, TaskSpec producer) {
        boolean one = input.window().isEmpty()
                && workflow.taskDimensions(task).containsAll(workflow.taskDimensions(producer));
        return one ? Condition.Type.RECORD : Condition.Type.RECORDS;
    }

    private static String identifier(String name) {
        return WORDS.contains(name) ? name + "_" : name.replace('-', '_');
    }

    private static Condition.Type type(ParamSpec.Type type) {
        return switch (type) {
            case STRING, DATE -> Condition.Type.TEXT;
            case INTEGER -> Condition.Type.INTEGER;
            case NUMBER -> Condition.Type.NUMBER;
            case BOOLEAN -> Condition.Type.BOOLEAN;
        };
    }
}
