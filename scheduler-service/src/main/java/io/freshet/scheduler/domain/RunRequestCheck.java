package io.freshet.scheduler.domain;

import io.freshet.contracts.partition.Dimension;
import io.freshet.contracts.spec.ParamSpec;
import io.freshet.contracts.spec.WorkflowSpec;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Stream;

/** Whether a request to run names what the workflow has. */
public final class RunRequestCheck {
    /** Each order of the run has them. */
    private static final int MAX_PARAM_BYTES = 128 * 1024;

    private static final int JSON_PUNCTUATION = 3;

    private static final int MAX_SELECTION_BYTES = 256 * 1024;

    private RunRequestCheck() {}

    /**
     * What is wrong, one sentence each; empty if nothing.
     *
     * @param tasks only these; empty: all
     * @param where by which values of dimensions instances are chosen
     * @param params values for this run, by name
     */
    public static List<String> of(
            WorkflowSpec workflow, Collection<String> tasks, Map<String, String> where, Map<String, String> params) {
        List<String> errors = new ArrayList<>();
        for (String task : tasks) {
            if (!workflow.tasks().containsKey(task)) {
                errors.add("workflow '%s' has no task '%s': it has %s"
                        .formatted(workflow.name(), task, workflow.tasks().keySet()));
            }
        }
        List<Dimension> dimensions = workflow.tasks().values().stream()
                .filter(task -> tasks.isEmpty() || tasks.contains(task.name()))
                .flatMap(task -> workflow.taskDimensions(task).stream())
                .toList();
        where.forEach((name, value) -> check(dimensions, name, value).ifPresent(errors::add));
        params.forEach((name, value) -> check(workflow, name, value).ifPresent(errors::add));
        tooLarge("the parameters", both(params), MAX_PARAM_BYTES).ifPresent(errors::add);
        tooLarge("the tasks", tasks.stream(), MAX_SELECTION_BYTES).ifPresent(errors::add);
        tooLarge("the dimensions", both(where), MAX_SELECTION_BYTES).ifPresent(errors::add);
        return errors;
    }

    private static Optional<String> tooLarge(String what, Stream<String> texts, int most) {
        int bytes = texts.mapToInt(RunRequestCheck::jsonBytes).sum();
        return bytes > most
                ? Optional.of("%s have %,d bytes as JSON, and may have %,d together".formatted(what, bytes, most))
                : Optional.empty();
    }

    /** How many bytes a text has as JSON, with what is between it and the next. */
    private static int jsonBytes(String text) {
        return JSON_PUNCTUATION
                + text.chars()
                        .map(character -> character < ' '
                                ? 6
                                : character == '"' || character == '\\' ? 2 : character < 128 ? 1 : 3)
                        .sum();
    }

    private static Stream<String> both(Map<String, String> values) {
        return values.entrySet().stream().flatMap(value -> Stream.of(value.getKey(), value.getValue()));
    }

    /** A value is right if it is for one of the tasks; they may know the dimension as coarser or finer. */
    private static Optional<String> check(List<Dimension> dimensions, String name, String value) {
        List<Dimension> named = dimensions.stream()
                .filter(dimension -> dimension.name().equals(name))
                .toList();
        if (named.isEmpty()) {
            return Optional.of("no task of the run has a dimension '%s': there is %s"
                    .formatted(
                            name,
                            new TreeSet<>(
                                    dimensions.stream().map(Dimension::name).toList())));
        }
        return named.stream().anyMatch(dimension -> dimension.objection(value).isEmpty())
                ? Optional.empty()
                : named.getFirst().objection(value);
    }

    private static Optional<String> check(WorkflowSpec workflow, String name, String value) {
        ParamSpec param = workflow.params().get(name);
        if (param == null) {
            return Optional.of("workflow '%s' has no parameter '%s': it has %s"
                    .formatted(workflow.name(), name, workflow.params().keySet()));
        }
        if (param.accepts(value)) {
            return Optional.empty();
        }
        String type = param.type().name().toLowerCase(Locale.ROOT);
        return Optional.of("'%s' is no value of parameter '%s': it is %s"
                .formatted(value, name, param.allowed().isEmpty() ? "of type " + type : "one of " + param.allowed()));
    }
}
