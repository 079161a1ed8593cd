package io.freshet.language.check;

import io.freshet.contracts.partition.Dimension;
import io.freshet.contracts.spec.ParamSpec;
import io.freshet.contracts.spec.ScheduleSpec;
import io.freshet.contracts.spec.TaskSpec;
import io.freshet.contracts.spec.WorkflowSpec;
import io.freshet.contracts.text.Suggestion;
import io.freshet.language.grammar.SpecErrorCode;
import io.freshet.language.grammar.SpecErrors;
import io.freshet.language.schedule.Schedules;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Schedules have names of their own, and ask for what the workflow has. */
public final class ScheduleCheck implements SpecCheck {
    static final int MAX_SCHEDULES = 100;

    /** Days that one calendar skips. */
    static final int MAX_SKIPPED_DAYS = 1_000;

    /** Characters of the tasks, dimensions and parameters that one schedule names, with their values. */
    static final int MAX_REQUEST_CHARACTERS = 16 * 1024;

    /** A nominal time as good as any: the values that a firing gives are looked at as they would be then. */
    private static final Instant SAMPLE = Instant.parse("2026-01-31T14:00:00Z");

    @Override
    public void check(WorkflowSpec spec, SpecErrors errors) {
        new NamedTriggers<>(ScheduleSpec.class, _ -> "schedule", "schedules", MAX_SCHEDULES)
                .check(
                        spec,
                        errors,
                        ScheduleSpec::name,
                        (schedule, path) -> new OneSchedule(
                                        spec, schedule, path, errors, new RunTemplateErrors(spec, path, errors))
                                .check());
    }

    /** Of a calendar of schedules and deadlines alike. */
    static void checkSkipped(List<LocalDate> skipped, String path, SpecErrors errors) {
        if (skipped.size() > MAX_SKIPPED_DAYS) {
            errors.at(
                    path + ".calendar.skip",
                    SpecErrorCode.TOO_LARGE,
                    "it skips %,d days, and may skip %,d".formatted(skipped.size(), MAX_SKIPPED_DAYS),
                    "write the days that count into a file: only");
        }
    }

    private record OneSchedule(
            WorkflowSpec spec, ScheduleSpec schedule, String path, SpecErrors errors, RunTemplateErrors asked) {
        void check() {
            ScheduleSpec.RunTemplate run = schedule.run();
            checkSize(run);
            asked.checkTasks(run.tasks());
            if (!spec.tasks().values().stream().allMatch(task -> DimensionCheck.isReadable(spec, task, errors))) {
                return;
            }
            ScheduleSpec completed = Schedules.completed(spec, schedule);
            checkSources(completed);
            at(completed.run().where()).forEach(this::checkDimension);
            at(run.params()).forEach(this::checkParam);
        }

        private Map<String, String> at(Map<String, String> values) {
            return Schedules.at(values, SAMPLE, schedule.times().timezone());
        }

        private void checkSize(ScheduleSpec.RunTemplate run) {
            int characters = run.tasks().stream().mapToInt(String::length).sum()
                    + characters(run.where())
                    + characters(run.params());
            if (characters > MAX_REQUEST_CHARACTERS) {
                errors.at(
                        path,
                        SpecErrorCode.TOO_LARGE,
                        "what it asks for has %,d characters, and may have %,d"
                                .formatted(characters, MAX_REQUEST_CHARACTERS),
                        "put long texts into files of the bundle");
            }
            checkSkipped(schedule.times().calendar().skip(), path, errors);
        }

        private static int characters(Map<String, String> values) {
            return values.entrySet().stream()
                    .mapToInt(
                            value -> value.getKey().length() + value.getValue().length())
                    .sum();
        }

        private void checkSources(ScheduleSpec completed) {
            for (TaskSpec task : spec.tasks().values()) {
                Schedules.undetermined(spec, completed, task)
                        .ifPresent(dimension -> asked.undetermined(dimension.name(), task));
            }
        }

        private void checkDimension(String name, String value) {
            List<Dimension> dimensions = asked.asked(schedule.run().tasks())
                    .flatMap(task -> spec.taskDimensions(task).stream())
                    .filter(dimension -> dimension.name().equals(name))
                    .toList();
            if (dimensions.isEmpty()) {
                asked.unknownDimension(name);
            } else if (dimensions.stream()
                            .allMatch(dimension -> dimension.objection(value).isPresent())
                    || isTooCoarse(name, value)) {
                Optional<String> objection = dimensions.getFirst().objection(value);
                errors.at(
                        "%s.where.%s".formatted(path, name),
                        SpecErrorCode.BAD_VALUE,
                        objection.orElse("'%s' is no whole value of dimension '%s', which a task without inputs needs"
                                .formatted(value, name)),
                        "write a value, or the nominal time as the dimension has it: \"{nominal:yyyy-MM-dd}\"");
            }
        }

        /** Of a task without inputs the value makes an instance, so that a month is no choice of days. */
        private boolean isTooCoarse(String name, String value) {
            return Schedules.sources(spec, schedule)
                    .flatMap(task -> spec.taskDimensions(task).stream())
                    .filter(dimension -> dimension.name().equals(name))
                    .anyMatch(dimension -> dimension
                            .time()
                            .filter(granularity -> !granularity.isValid(value))
                            .isPresent());
        }

        private void checkParam(String name, String value) {
            ParamSpec param = spec.params().get(name);
            if (param == null) {
                asked.unknownParam(name);
            } else if (!param.accepts(value)) {
                errors.at(
                        "%s.params.%s".formatted(path, name),
                        SpecErrorCode.BAD_VALUE,
                        "'%s' is no value of parameter '%s'".formatted(value, name),
                        param.allowed().isEmpty()
                                ? "write it as a value of its type"
                                : Suggestion.choice(param.allowed()));
            }
        }
    }
}
