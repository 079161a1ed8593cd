package io.freshet.language;

import io.freshet.contracts.partition.Dimension;
import io.freshet.contracts.partition.Granularity;
import io.freshet.contracts.spec.TaskSpec;
import io.freshet.contracts.spec.WorkflowSpec;
import io.freshet.language.grammar.SourceMap;
import io.freshet.language.grammar.SpecError;
import io.freshet.language.grammar.SpecErrorCode;
import io.freshet.language.yaml.Position;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Times in the layout of an output that have another name than the times of the task's inputs. Such a task may write any number of times,
 * which is allowed; but who writes {@code {month:yyyy-MM}} where the input has {@code {date:yyyy-MM-dd}} mostly means the month of the date.
 */
public final class UnrelatedTimes {
    private UnrelatedTimes() {}

    /** A warning {@link SpecErrorCode#UNRELATED_TIME} for each, sorted by position. */
    public static List<SpecError> of(ParseResult.Parsed workflow) {
        List<SpecError> warnings = new ArrayList<>();
        for (TaskSpec task : workflow.spec().tasks().values()) {
            List<Dimension> inputs = inputs(workflow.spec(), task);
            for (String output : task.outputs().keySet()) {
                for (Dimension written : workflow.spec().layout(output).dimensions()) {
                    if (inputs.stream().noneMatch(read -> read.name().equals(written.name()))) {
                        written.time()
                                .ifPresent(granularity -> inputs.stream()
                                        .filter(read -> isAsFine(read, granularity))
                                        .findFirst()
                                        .ifPresent(read -> warnings.add(
                                                warning(workflow.source(), task, output, written, granularity, read))));
                    }
                }
            }
        }
        return warnings.stream().sorted().toList();
    }

    private static boolean isAsFine(Dimension read, Granularity granularity) {
        return read.time().filter(finer -> !finer.isCoarserThan(granularity)).isPresent();
    }

    private static List<Dimension> inputs(WorkflowSpec spec, TaskSpec task) {
        return task.inputs().values().stream()
                .flatMap(input -> spec.layout(input.dataset()).dimensions().stream())
                .toList();
    }

    private static SpecError warning(
            SourceMap source,
            TaskSpec task,
            String output,
            Dimension written,
            Granularity granularity,
            Dimension read) {
        String path = "spec.tasks.%s.outputs.%s".formatted(task.name(), output);
        Position position = source.position(path);
        String unit = granularity.name().toLowerCase(Locale.ROOT);
        return new SpecError(
                source.file(),
                position.line(),
                position.column(),
                path,
                SpecErrorCode.UNRELATED_TIME,
                "no input of task '%s' has a time '%s', so each of its instances may write any number of them"
                        .formatted(task.name(), written.name()),
                "if it is the %s of '%s' that you mean, write {%s:%s} in the layout of '%s'"
                        .formatted(unit, read.name(), read.name(), pattern(granularity), output));
    }

    private static String pattern(Granularity granularity) {
        return switch (granularity) {
            case YEAR -> "yyyy";
            case MONTH -> "yyyy-MM";
            case DAY -> "yyyy-MM-dd";
            case HOUR -> "yyyy-MM-dd/HH";
        };
    }
}
