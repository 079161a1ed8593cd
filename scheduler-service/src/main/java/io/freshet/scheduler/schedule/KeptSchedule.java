package io.freshet.scheduler.schedule;

import io.freshet.contracts.api.ScheduleInfo;
import io.freshet.contracts.id.WorkflowRef;
import io.freshet.contracts.spec.ScheduleSpec;
import io.freshet.language.schedule.ScheduleTimes;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A schedule of a deployed workflow.
 *
 * @param times null if they cannot be read; the error says why
 * @param pausedBy null if it is not paused
 * @param nextNominal the next nominal time that is fired; null if none comes any more
 * @param last null if it has not fired
 * @param error why it could not fire when it was last tried; null if it could
 */
public record KeptSchedule(
        WorkflowRef workflow,
        ScheduleSpec spec,
        @Nullable ScheduleTimes times,
        @Nullable String pausedBy,
        @Nullable Instant nextNominal,
        ScheduleInfo.@Nullable LastFiring last,
        @Nullable String error) {
    /**
     * What people are shown.
     *
     * @param count how many nominal times to come
     */
    public ScheduleInfo info(int count) {
        return new ScheduleInfo(
                workflow,
                spec.name(),
                spec.times().cron(),
                spec.times().timezone(),
                spec.catchup(),
                pausedBy,
                next(count),
                last,
                error);
    }

    private List<Instant> next(int count) {
        List<Instant> next = new ArrayList<>();
        Optional<Instant> time = Optional.ofNullable(nextNominal);
        while (time.isPresent() && next.size() < count) {
            next.add(time.get());
            time = times == null ? Optional.empty() : times.next(time.get());
        }
        return next;
    }
}
