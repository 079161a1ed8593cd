package io.freshet.language.schedule;

import io.freshet.contracts.partition.Dimension;
import io.freshet.contracts.partition.Granularity;
import io.freshet.contracts.spec.ScheduleSpec;
import io.freshet.contracts.spec.TaskSpec;
import io.freshet.contracts.spec.WorkflowSpec;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What a schedule of a workflow means. Pure and thread-safe. */
public final class Schedules {
    private Schedules() {}

    /** The schedules of a workflow, in the author's order. */
    public static List<ScheduleSpec> of(WorkflowSpec workflow) {
        return workflow.triggers().stream()
                .filter(ScheduleSpec.class::isInstance)
                .map(ScheduleSpec.class::cast)
                .toList();
    }

    /**
     * The nominal times of a schedule.
     *
     * @param only the days of its calendar's file; null if it has none
     * @throws IllegalArgumentException if its cron expression is none: it was not checked
     */
    public static ScheduleTimes times(ScheduleSpec.Times times, @Nullable Collection<LocalDate> only) {
        return switch (CronExpression.parse(times.cron())) {
            case CronReading.Valid(CronExpression cron) ->
                new ScheduleTimes(
                        cron, times.timezone(), DateCalendar.of(times.calendar().skip(), only));
            case CronReading.Invalid(String message, String _) -> throw new IllegalArgumentException(message);
        };
    }

    /**
     * The schedule with what holds where it does not say which instances it means: of tasks without inputs those of the nominal time,
     * since nothing else says which there are to be.
     */
    public static ScheduleSpec completed(WorkflowSpec workflow, ScheduleSpec schedule) {
        if (!schedule.run().where().isEmpty()) {
            return schedule;
        }
        Map<String, String> where = new TreeMap<>();
        sources(workflow, schedule)
                .flatMap(task -> workflow.taskDimensions(task).stream())
                .forEach(dimension -> dimension
                        .time()
                        .ifPresent(granularity -> where.put(dimension.name(), placeholder(granularity))));
        return schedule.withWhere(where);
    }

    /** A dimension of a task without inputs of which the schedule, {@link #completed}, gives no value; empty if there is none. */
    public static Optional<Dimension> undetermined(WorkflowSpec workflow, ScheduleSpec schedule, TaskSpec task) {
        return isSource(schedule, task)
                ? workflow.taskDimensions(task).stream()
                        .filter(dimension -> !schedule.run().where().containsKey(dimension.name()))
                        .findFirst()
                : Optional.empty();
    }

    /** Values in which placeholders are replaced by the nominal time of a firing. */
    public static Map<String, String> at(Map<String, String> values, Instant nominalTime, ZoneId zone) {
        Map<String, String> replaced = new TreeMap<>();
        values.forEach((name, text) -> replaced.put(
                name,
                NominalText.parse(text)
                        .map(parsed -> parsed.at(nominalTime, zone))
                        .orElse(text)));
        return replaced;
    }

    /** The tasks without inputs that a schedule asks for. */
    public static Stream<TaskSpec> sources(WorkflowSpec workflow, ScheduleSpec schedule) {
        return workflow.tasks().values().stream().filter(task -> isSource(schedule, task));
    }

    private static boolean isSource(ScheduleSpec schedule, TaskSpec task) {
        return task.inputs().isEmpty()
                && (schedule.run().tasks().isEmpty() || schedule.run().tasks().contains(task.name()));
    }

    /** The text that a time dimension has of the nominal time. */
    static String placeholder(Granularity granularity) {
        return "{nominal:%s}"
                .formatted(
                        switch (granularity) {
                            case YEAR -> "yyyy";
                            case MONTH -> "yyyy-MM";
                            case DAY -> "yyyy-MM-dd";
                            case HOUR -> "yyyy-MM-dd'T'HH";
                        });
    }
}
