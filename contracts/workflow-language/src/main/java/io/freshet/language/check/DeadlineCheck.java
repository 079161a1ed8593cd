package io.freshet.language.check;

import io.freshet.contracts.partition.Dimension;
import io.freshet.contracts.partition.Layout;
import io.freshet.contracts.spec.DeadlineSpec;
import io.freshet.contracts.spec.ScheduleSpec;
import io.freshet.contracts.spec.WorkflowSpec;
import io.freshet.contracts.text.Suggestion;
import io.freshet.language.grammar.SpecErrorCode;
import io.freshet.language.grammar.SpecErrors;
import io.freshet.language.schedule.Deadlines;
import io.freshet.language.schedule.Schedules;
import java.time.Instant;
import java.util.List;

/** Deadlines have names of their own, and expect what the workflow has. */
public final class DeadlineCheck implements SpecCheck {
    static final int MAX_DEADLINES = 100;

    /** A time as good as any: the values that are expected are looked at as they would be then. */
    private static final Instant SAMPLE = Instant.parse("2026-01-31T14:00:00Z");

    @Override
    public void check(WorkflowSpec spec, SpecErrors errors) {
        new NamedItems("spec.deadlines", "deadlines", MAX_DEADLINES)
                .check(
                        spec.deadlines(),
                        DeadlineSpec::name,
                        errors,
                        (deadline, path) -> check(spec, deadline, path, errors));
    }

    private static void check(WorkflowSpec spec, DeadlineSpec deadline, String path, SpecErrors errors) {
        if (deadline.due() instanceof DeadlineSpec.At at) {
            ScheduleCheck.checkSkipped(at.skip(), path, errors);
        }
        switch (deadline.subject()) {
            case DeadlineSpec.Partitions expected -> {
                ReferenceCheck.require(spec, expected.dataset(), path + ".dataset", errors);
                if (spec.datasets().containsKey(expected.dataset()) && deadline.due() instanceof DeadlineSpec.At due) {
                    checkPartitions(expected, spec.layout(expected.dataset()), due, new Place(path, errors));
                }
            }
            case DeadlineSpec.Runs runs -> checkSchedule(spec, runs, path, errors);
        }
    }

    private record Place(String path, SpecErrors errors) {
        void wrong(String key, SpecErrorCode code, String message, String hint) {
            errors.at(path + key, code, message, hint);
        }
    }

    private static void checkSchedule(WorkflowSpec spec, DeadlineSpec.Runs runs, String path, SpecErrors errors) {
        List<String> schedules =
                Schedules.of(spec).stream().map(ScheduleSpec::name).toList();
        String schedule = runs.schedule();
        if (schedule != null && !schedules.contains(schedule) && !errors.isBroken("spec.triggers")) {
            errors.at(
                    path + ".run",
                    SpecErrorCode.BAD_VALUE,
                    "workflow '%s' has no schedule '%s'".formatted(spec.name(), schedule),
                    schedules.isEmpty() ? "write any, for any run" : Suggestion.hint(schedule, schedules));
        }
    }

    private static void checkPartitions(
            DeadlineSpec.Partitions expected, Layout layout, DeadlineSpec.At due, Place place) {
        List<String> names = layout.dimensions().stream().map(Dimension::name).toList();
        expected.partition().keySet().stream()
                .filter(name -> !names.contains(name))
                .forEach(name -> place.wrong(
                        ".partition." + name,
                        SpecErrorCode.UNKNOWN_DIMENSION,
                        "dataset '%s' has no dimension '%s'".formatted(expected.dataset(), name),
                        names.isEmpty() ? "leave it out" : Suggestion.hint(name, names)));
        layout.dimensions().forEach(dimension -> checkValues(expected, dimension, due, place));
        if (!place.errors().isBroken(place.path())
                && Deadlines.partitions(expected, layout, SAMPLE, due.timezone())
                        .isEmpty()) {
            place.wrong(
                    ".partition",
                    SpecErrorCode.TOO_LARGE,
                    "it expects more than %,d partitions at a time".formatted(Deadlines.MOST_PARTITIONS),
                    "split it into several deadlines");
        }
    }

    private static void checkValues(
            DeadlineSpec.Partitions expected, Dimension dimension, DeadlineSpec.At due, Place place) {
        List<String> values = Deadlines.values(expected, dimension);
        if (values.isEmpty()) {
            place.wrong(
                    "",
                    SpecErrorCode.DIMENSION_MISMATCH,
                    "nothing says which '%s' of dataset '%s' is expected"
                            .formatted(dimension.name(), expected.dataset()),
                    "add partition: {%s: ...}".formatted(dimension.name()));
        }
        for (String text : values) {
            String value = Deadlines.at(text, SAMPLE, due.timezone());
            boolean isWhole = dimension
                    .time()
                    .map(granularity -> granularity.isValid(value))
                    .orElse(true);
            if (dimension.objection(value).isPresent() || !isWhole) {
                place.wrong(
                        ".partition." + dimension.name(),
                        SpecErrorCode.BAD_VALUE,
                        dimension
                                .objection(value)
                                .orElse("'%s' is no whole value of dimension '%s'".formatted(value, dimension.name())),
                        "write a value, or the time as the dimension has it: \"{nominal:yyyy-MM-dd}\"");
            }
        }
    }
}
