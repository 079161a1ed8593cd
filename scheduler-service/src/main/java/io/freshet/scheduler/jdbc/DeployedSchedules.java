package io.freshet.scheduler.jdbc;

import io.freshet.contracts.id.WorkflowRef;
import io.freshet.contracts.spec.ScheduleSpec;
import io.freshet.contracts.spec.WorkflowSpec;
import io.freshet.language.schedule.ScheduleTimes;
import io.freshet.language.schedule.Schedules;
import io.freshet.scheduler.domain.Firings;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Lets the schedules of a workflow follow its deployed version, in the transaction that deploys it. */
@Singleton
final class DeployedSchedules {
    private final ScheduleRepository rows;

    DeployedSchedules(ScheduleRepository rows) {
        this.rows = rows;
    }

    /**
     * The schedules are those of this version. One of the same name stays paused if it is, and goes on from where it was if its times are the
     * same; else it begins now.
     *
     * @param calendars the days in the files of their calendars, by path
     * @param outboxId of the row through which the version gets onto the log
     */
    void replace(WorkflowRef workflow, WorkflowSpec spec, Map<String, List<LocalDate>> calendars, long outboxId) {
        Map<String, ScheduleRow> before = new HashMap<>();
        rows.lockAll(workflow.namespace(), workflow.workflow()).forEach(row -> before.put(row.name(), row));
        Instant now = rows.now();
        for (ScheduleSpec schedule : Schedules.of(spec)) {
            String file = schedule.times().calendar().only();
            List<LocalDate> days = file == null ? null : calendars.get(file);
            ScheduleRow row = before.remove(schedule.name());
            rows.upsert(
                    row == null
                            ? created(workflow, Schedules.completed(spec, schedule), days, outboxId, now)
                            : changed(row, Schedules.completed(spec, schedule), days, outboxId, now));
        }
        before.keySet().forEach(name -> rows.remove(workflow.namespace(), workflow.workflow(), name));
    }

    void remove(WorkflowRef workflow) {
        rows.removeAll(workflow.namespace(), workflow.workflow());
    }

    private static ScheduleRow created(
            WorkflowRef workflow, ScheduleSpec schedule, @Nullable List<LocalDate> days, long outboxId, Instant now) {
        ScheduleTimes times = Schedules.times(schedule.times(), days);
        Optional<Instant> next = times.next(now);
        return new ScheduleRow(
                        workflow.namespace(),
                        workflow.workflow(),
                        schedule.name(),
                        StoredJson.write(schedule),
                        json(days),
                        outboxId,
                        null,
                        null,
                        null,
                        null,
                        null,
                        null,
                        null,
                        null)
                .next(next, next.map(new Firings(workflow, schedule, times)::due));
    }

    private static ScheduleRow changed(
            ScheduleRow before, ScheduleSpec schedule, @Nullable List<LocalDate> days, long outboxId, Instant now) {
        ScheduleTimes times = Schedules.times(schedule.times(), days);
        Firings firings = new Firings(before.ref(), schedule, times);
        Optional<Instant> next = hasTimes(before, schedule.times(), json(days))
                ? Optional.ofNullable(before.nextNominal())
                : times.next(now);
        return before.defined(StoredJson.write(schedule), json(days), outboxId)
                .next(next, before.pausedBy() == null ? next.map(firings::due) : Optional.empty());
    }

    private static @Nullable String json(@Nullable List<LocalDate> days) {
        return days == null ? null : StoredJson.write(days);
    }

    /** Whether its nominal times are the same as before. */
    private static boolean hasTimes(ScheduleRow before, ScheduleSpec.Times times, @Nullable String days) {
        ScheduleSpec.Times old = before.schedule().times();
        return old.cron().equals(times.cron())
                && old.timezone().equals(times.timezone())
                && old.calendar().skip().equals(times.calendar().skip())
                && Objects.equals(before.days(), days);
    }
}
