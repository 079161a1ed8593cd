package io.freshet.scheduler.jdbc;

import io.freshet.contracts.api.Page;
import io.freshet.contracts.id.WorkflowRef;
import io.freshet.contracts.spec.ScheduleSpec;
import io.freshet.contracts.topic.Topics;
import io.freshet.language.schedule.ScheduleTimes;
import io.freshet.scheduler.domain.Firings;
import io.freshet.scheduler.domain.ScheduledRuns;
import io.freshet.scheduler.schedule.FiredSchedule;
import io.freshet.scheduler.schedule.KeptSchedule;
import io.freshet.scheduler.schedule.ScheduleStore;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Schedules in PostgreSQL, whose clock decides what is due. */
@Singleton
final class ScheduleTable implements ScheduleStore {
    private static final Duration AGAIN_AFTER = Duration.ofMinutes(1);
    private static final int MAX_ERROR = 1_000;

    private final Database database;
    private final ScheduleRepository rows;
    private final OutboxWriter outbox;

    ScheduleTable(Database database, ScheduleRepository rows, OutboxWriter outbox) {
        this.database = database;
        this.rows = rows;
        this.outbox = outbox;
    }

    @Override
    public Optional<FiredSchedule> fireNext() {
        return database.transact(() -> rows.lockDue().map(this::fire));
    }

    private FiredSchedule fire(ScheduleRow row) {
        Instant now = rows.now();
        ScheduleSpec schedule;
        Firings firings;
        Firings.Decision decision;
        try {
            schedule = row.schedule();
            firings = new Firings(row.ref(), schedule, row.times(schedule));
            decision = firings.at(next(row), now);
        } catch (RuntimeException e) {
            String error = e.toString();
            rows.postpone(
                    row.namespace(),
                    row.workflow(),
                    row.name(),
                    error.substring(0, Math.min(MAX_ERROR, error.length())),
                    AGAIN_AFTER.toSeconds());
            return new FiredSchedule.Failed(row.ref(), row.name(), e);
        }
        ScheduleRow after = row;
        for (Instant nominalTime : decision.fired()) {
            outbox.append(
                    Topics.RUN_REQUESTS,
                    row.ref().toString(),
                    ScheduledRuns.evaluate(row.ref(), schedule, nominalTime, now));
            after = after.fired(nominalTime, now, ScheduledRuns.run(row.ref(), row.name(), nominalTime));
        }
        rows.upsert(after.next(decision.next(), decision.next().map(firings::due)));
        return new FiredSchedule.Fired(row.ref(), row.name(), decision);
    }

    private static Instant next(ScheduleRow row) {
        Instant next = row.nextNominal();
        if (next == null) {
            throw new IllegalStateException("the schedule is due and has no nominal time");
        }
        return next;
    }

    @Override
    public Optional<Duration> overdue() {
        return database.transact(() -> rows.secondsOverdue().map(Duration::ofSeconds));
    }

    @Override
    public Optional<KeptSchedule> schedule(WorkflowRef workflow, String name) {
        return database.transact(
                () -> rows.findByNamespaceAndWorkflowAndName(workflow.namespace(), workflow.workflow(), name)
                        .map(ScheduleRow::toSchedule));
    }

    @Override
    public Page<KeptSchedule> schedules(String namespace, @Nullable String after, int limit) {
        String[] cursor = after == null ? new String[] {"", ""} : after.split("/", 2);
        List<ScheduleRow> found =
                database.transact(() -> rows.after(namespace, cursor[0], cursor[cursor.length - 1], limit + 1));
        return Pages.of(
                found.stream().map(ScheduleRow::toSchedule).toList(),
                limit,
                last -> last.workflow().workflow() + "/" + last.spec().name());
    }

    @Override
    public Optional<KeptSchedule> pause(WorkflowRef workflow, String name, String user) {
        return database.transact(() -> lock(workflow, name)
                .map(row -> row.pausedBy() == null ? kept(row.paused(user, rows.now())) : row)
                .map(ScheduleRow::toSchedule));
    }

    @Override
    public Optional<KeptSchedule> resume(WorkflowRef workflow, String name) {
        return database.transact(() -> lock(workflow, name)
                .map(row -> row.pausedBy() == null ? row : kept(resumed(row)))
                .map(ScheduleRow::toSchedule));
    }

    private ScheduleRow resumed(ScheduleRow row) {
        ScheduleSpec schedule = row.schedule();
        ScheduleTimes times = row.times(schedule);
        Firings firings = new Firings(row.ref(), schedule, times);
        Optional<Instant> next = times.next(rows.now());
        return row.paused(null, null).next(next, next.map(firings::due));
    }

    private ScheduleRow kept(ScheduleRow row) {
        rows.upsert(row);
        return row;
    }

    private Optional<ScheduleRow> lock(WorkflowRef workflow, String name) {
        return rows.lock(workflow.namespace(), workflow.workflow(), name);
    }
}
