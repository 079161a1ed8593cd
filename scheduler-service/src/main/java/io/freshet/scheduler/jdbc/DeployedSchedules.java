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
     */
    void replace(WorkflowRef workflow, WorkflowSpec spec, Map<String, List<LocalDate>> calendars) {
        Map<String, ScheduleRow> before = new HashMap<>();
        rows.lockAll(workflow.namespace(), workflow.workflow()).forEach(row -> before.put(row.name(), row));
        Instant now = rows.now();
        for (ScheduleSpec schedule : Schedules.of(spec)) {
            String file = schedule.times().calendar().only();
            List<LocalDate> days = file == null ? null : calendars.get(file);
            ScheduleRow row = before.remove(schedule.name());
            rows.upsert(row(workflow, row, Schedules.completed(spec, schedule), days, now));
        }
        before.keySet().forEach(name -> rows.remove(workflow.namespace(), workflow.workflow(), name));
    }

    void remove(WorkflowRef workflow) {
        rows.removeAll(workflow.namespace(), workflow.workflow());
    }

    private static ScheduleRow row(
            WorkflowRef workflow,
            @Nullable ScheduleRow before,
            ScheduleSpec schedule,
            @Nullable List<LocalDate> days,
            Instant now) {
        String spec = StoredJson.write(schedule);
        String dates = days == null ? null : StoredJson.write(days);
        ScheduleTimes times = Schedules.times(schedule.times(), days);
        Firings firings = new Firings(workflow, schedule, times);
        if (before == null) {
            return new ScheduleRow(
                            workflow.namespace(),
                            workflow.workflow(),
                            schedule.name(),
                            spec,
                            dates,
                            null,
                            null,
                            null,
                            null,
                            null,
                            null,
                            null,
                            null)
                    .next(times.next(now), times.next(now).map(firings::due));
        }
        Optional<Instant> next =
                hasTimes(before, schedule.times(), dates) ? Optional.ofNullable(before.nextNominal()) : times.next(now);
        return before.defined(spec, dates)
                .next(next, before.pausedBy() == null ? next.map(firings::due) : Optional.empty());
    }

    /** Whether its nominal times are the same as before. */
    private static boolean hasTimes(ScheduleRow before, ScheduleSpec.Times times, @Nullable String days) {
        ScheduleSpec.Times old =
                StoredJson.read(before.spec(), ScheduleSpec.class).times();
        return old.cron().equals(times.cron())
                && old.timezone().equals(times.timezone())
                && old.calendar().skip().equals(times.calendar().skip())
                && Objects.equals(before.days(), days);
    }
}
