package io.freshet.contracts.api;

import io.freshet.contracts.id.WorkflowRef;
import io.freshet.contracts.spec.ScheduleSpec;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A schedule of a deployed workflow.
 *
 * @param schedule its name in the workflow
 * @param pausedBy who paused it; null if it is not paused
 * @param next the nominal times to come, oldest first, as many as were asked for or as there are; while it is paused, those that it would
 *     have had
 * @param last its last firing; null if it has not fired
 * @param error why it could not fire when it was last tried; null if it could
 */
public record ScheduleInfo(
        WorkflowRef workflow,
        String schedule,
        String cron,
        ZoneId timezone,
        ScheduleSpec.Catchup catchup,
        @Nullable String pausedBy,
        List<Instant> next,
        @Nullable LastFiring last,
        @Nullable String error) {
    public ScheduleInfo {
        next = List.copyOf(next);
    }

    /**
     * When a schedule fired last.
     *
     * @param at when it did, which may be later than its nominal time
     * @param run that it started
     */
    public record LastFiring(Instant nominalTime, Instant at, String run) {}
}
