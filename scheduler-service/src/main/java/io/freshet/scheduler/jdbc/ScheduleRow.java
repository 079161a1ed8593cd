package io.freshet.scheduler.jdbc;

import com.fasterxml.jackson.core.type.TypeReference;
import io.freshet.contracts.api.ScheduleInfo;
import io.freshet.contracts.id.WorkflowRef;
import io.freshet.contracts.spec.ScheduleSpec;
import io.freshet.language.schedule.ScheduleTimes;
import io.freshet.language.schedule.Schedules;
import io.freshet.scheduler.schedule.KeptSchedule;
import io.micronaut.data.annotation.Id;
import io.micronaut.data.annotation.MappedEntity;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A schedule of a deployed version.
 *
 * @param spec as JSON: what cannot be read is a fault of this schedule, and of no other
 * @param days of its calendar's file, as JSON; null if it has none
 * @param outboxId of the row through which the version gets onto the log; before that the schedule does not fire
 * @param nextNominal null: none comes any more
 * @param nextAt when that is due; null while it is paused, too
 */
@MappedEntity("schedules")
record ScheduleRow(
        @Id String namespace,
        @Id String workflow,
        @Id String name,
        String spec,
        @Nullable String days,
        long outboxId,
        @Nullable String pausedBy,
        @Nullable Instant pausedAt,
        @Nullable Instant nextNominal,
        @Nullable Instant nextAt,
        @Nullable Instant lastNominal,
        @Nullable Instant lastAt,
        @Nullable String lastRun,
        @Nullable String error) {
    private static final TypeReference<List<LocalDate>> DATES = new TypeReference<>() {};

    WorkflowRef ref() {
        return new WorkflowRef(namespace, workflow);
    }

    /** As people are shown it, also where its times cannot be read. */
    KeptSchedule toSchedule() {
        ScheduleSpec schedule = schedule();
        try {
            return new KeptSchedule(ref(), schedule, times(schedule), pausedBy, nextNominal, last(), error);
        } catch (IllegalStateException | IllegalArgumentException e) {
            return new KeptSchedule(
                    ref(), schedule, null, pausedBy, nextNominal, last(), error == null ? e.getMessage() : error);
        }
    }

    ScheduleSpec schedule() {
        return StoredJson.read(spec, ScheduleSpec.class);
    }

    ScheduleTimes times(ScheduleSpec schedule) {
        return Schedules.times(schedule.times(), days == null ? null : StoredJson.read(days, DATES));
    }

    private ScheduleInfo.@Nullable LastFiring last() {
        return lastNominal == null || lastAt == null || lastRun == null
                ? null
                : new ScheduleInfo.LastFiring(lastNominal, lastAt, lastRun);
    }

    /** It fired, for this nominal time last. */
    ScheduleRow fired(Instant nominalTime, Instant at, String run) {
        return of(definition(), pause(), next(), new Last(nominalTime, at, run), null);
    }

    ScheduleRow next(Optional<Instant> nominalTime, Optional<Instant> due) {
        return of(definition(), pause(), new Next(nominalTime.orElse(null), due.orElse(null)), lastFired(), null);
    }

    ScheduleRow paused(@Nullable String by, @Nullable Instant at) {
        return of(definition(), new Pause(by, at), new Next(nextNominal, null), lastFired(), error);
    }

    ScheduleRow defined(String nextSpec, @Nullable String nextDays, long nextOutboxId) {
        return of(new Definition(nextSpec, nextDays, nextOutboxId), pause(), next(), lastFired(), null);
    }

    private record Definition(String spec, @Nullable String days, long outboxId) {}

    private record Pause(@Nullable String by, @Nullable Instant at) {}

    private record Next(@Nullable Instant nominal, @Nullable Instant at) {}

    private record Last(
            @Nullable Instant nominal,
            @Nullable Instant at,
            @Nullable String run) {}

    private Definition definition() {
        return new Definition(spec, days, outboxId);
    }

    private Pause pause() {
        return new Pause(pausedBy, pausedAt);
    }

    private Next next() {
        return new Next(nextNominal, nextAt);
    }

    private Last lastFired() {
        return new Last(lastNominal, lastAt, lastRun);
    }

    private ScheduleRow of(Definition definition, Pause pause, Next next, Last last, @Nullable String problem) {
        return new ScheduleRow(
                namespace,
                workflow,
                name,
                definition.spec(),
                definition.days(),
                definition.outboxId(),
                pause.by(),
                pause.at(),
                next.nominal(),
                next.at(),
                last.nominal(),
                last.at(),
                last.run(),
                problem);
    }
}
