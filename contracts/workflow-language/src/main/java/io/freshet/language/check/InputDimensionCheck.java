package io.freshet.language.check;

import io.freshet.contracts.partition.Dimension;
import io.freshet.contracts.spec.InputSpec;
import io.freshet.contracts.spec.TaskSpec;
import io.freshet.contracts.spec.WorkflowSpec;
import io.freshet.contracts.text.Suggestion;
import io.freshet.language.grammar.SpecErrorCode;
import io.freshet.language.grammar.SpecErrors;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/** What one input says of dimensions: {@code window} and {@code offset} move along the task's time, {@code expect} is of a gather. */
record InputDimensionCheck(
        WorkflowSpec spec, TaskSpec task, List<Dimension> taskDimensions, InputSpec input, SpecErrors errors) {
    /** Combinations of values that an input expects: all of them are looked for whenever an instance is evaluated. */
    static final int MAX_EXPECTED = 10_000;

    /** Keys that an instance reads along its times, each of which is looked for likewise. */
    static final int MAX_WINDOW = 10_000;

    void check() {
        checkShift("window", input.window().keySet());
        checkShift("offset", input.offset().keySet());
        input.expect().forEach(this::checkExpected);
        checkSizes();
        checkBatch();
    }

    private void checkShift(String key, Collection<String> names) {
        for (String name : names) {
            Optional<Dimension> dimension = find(key, name);
            if (dimension.isEmpty()) {
                continue;
            }
            if (!dimension.get().isTime()) {
                mismatch(key, name, "'%s' is a text, which has no order".formatted(name), "use a time dimension");
            } else if (taskDimensions.stream().noneMatch(mine -> mine.name().equals(name))) {
                mismatch(
                        key,
                        name,
                        "'%s' is not a dimension of task '%s'".formatted(name, task.name()),
                        "add it to an output's layout, or leave %s out".formatted(key));
            }
        }
    }

    private void checkBatch() {
        boolean single = input.window().isEmpty()
                && taskDimensions.containsAll(spec.layout(input.dataset()).dimensions());
        if (input.pace().batch() != null && single) {
            errors.at(
                    "spec.tasks.%s.inputs.%s.batch".formatted(task.name(), input.name()),
                    SpecErrorCode.DIMENSION_MISMATCH,
                    "an instance of task '%s' reads one partition of '%s', of which there is nothing to take a part"
                            .formatted(task.name(), input.dataset()),
                    "leave it out, or give the dataset's layout a placeholder that the task's outputs do not have");
        }
    }

    private void checkSizes() {
        atMost(
                MAX_EXPECTED,
                input.expect().values().stream().map(List::size).toList(),
                "expect",
                "combinations of values are expected",
                "expect values of fewer dimensions, or use minimum");
        atMost(
                MAX_WINDOW,
                input.window().values(),
                "window",
                "combinations of times are in the window",
                "make the window shorter, or give it fewer dimensions");
    }

    private void atMost(int most, Collection<Integer> factors, String key, String what, String hint) {
        long product = 1;
        for (int factor : factors) {
            product *= Math.max(1, factor);
            if (product > most) {
                errors.at(
                        "spec.tasks.%s.inputs.%s.%s".formatted(task.name(), input.name(), key),
                        SpecErrorCode.TOO_LARGE,
                        "more than %,d %s".formatted(most, what),
                        hint);
                return;
            }
        }
    }

    private void checkExpected(String name, List<String> values) {
        Optional<Dimension> dimension = find("expect", name);
        if (dimension.isEmpty()) {
            return;
        }
        if (taskDimensions.stream().anyMatch(dimension.get()::isDeterminedBy)) {
            mismatch(
                    "expect",
                    name,
                    "'%s' is a dimension of task '%s' itself, so nothing is gathered over it"
                            .formatted(name, task.name()),
                    "leave it out");
        }
        for (int i = 0; i < values.size(); i++) {
            String value = values.get(i);
            boolean valid = dimension
                    .get()
                    .time()
                    .map(granularity -> granularity.isValid(value))
                    .orElse(!value.isBlank() && !value.contains("/"));
            if (!valid) {
                errors.at(
                        "%s[%d]".formatted(path("expect", name), i),
                        SpecErrorCode.BAD_VALUE,
                        "'%s' cannot be a value of dimension '%s'".formatted(value, name),
                        dimension.get().isTime()
                                ? "write it as 2026, 2026-01, 2026-01-05 or 2026-01-05T13, as fine as the layout has it"
                                : "write one path segment");
            }
        }
    }

    /** The input's dimension of this name; that there is none is an error. */
    private Optional<Dimension> find(String key, String name) {
        List<Dimension> dimensions = spec.layout(input.dataset()).dimensions();
        Optional<Dimension> found = dimensions.stream()
                .filter(dimension -> dimension.name().equals(name))
                .findFirst();
        if (found.isEmpty()) {
            errors.at(
                    path(key, name),
                    SpecErrorCode.UNKNOWN_DIMENSION,
                    "dataset '%s' has no dimension '%s'".formatted(input.dataset(), name),
                    Suggestion.hint(
                            name, dimensions.stream().map(Dimension::name).toList()));
        }
        return found;
    }

    private void mismatch(String key, String name, String message, String hint) {
        errors.at(path(key, name), SpecErrorCode.DIMENSION_MISMATCH, message, hint);
    }

    private String path(String key, String name) {
        return "spec.tasks.%s.inputs.%s.%s.%s".formatted(task.name(), input.name(), key, name);
    }
}
