package io.freshet.scheduler.schedule;

import io.freshet.contracts.error.LogCode;
import io.freshet.servicekit.kafka.TurnLoop;
import java.time.Duration;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Fires schedules that are due. All schedulers of an installation do it at a time, and the store lets one of them fire each. Killed at any
 * time it has made a firing or it has not, and then another makes it.
 */
public final class ScheduleTimer implements TurnLoop.Turn {
    private static final Logger LOG = LoggerFactory.getLogger(ScheduleTimer.class);
    /** Between two looks at what is due: how late a firing is at most if nothing else is in its way. */
    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(250);

    private final ScheduleStore schedules;

    private ScheduleTimer(ScheduleStore schedules) {
        this.schedules = schedules;
    }

    /** A loop, not yet started, in which one schedule is fired at a turn. */
    public static TurnLoop loop(ScheduleStore schedules) {
        return new TurnLoop(
                "the timer of schedules", "scheduler-schedules", BETWEEN_LOOKS, new ScheduleTimer(schedules));
    }

    @Override
    public boolean take() {
        Optional<FiredSchedule> fired = schedules.fireNext();
        fired.ifPresent(ScheduleTimer::log);
        return fired.isPresent();
    }

    private static void log(FiredSchedule due) {
        switch (due) {
            case FiredSchedule.Fired fired ->
                fired.decision()
                        .missed()
                        .ifPresent(missed -> LOG.atWarn()
                                .addKeyValue("namespace", fired.workflow().namespace())
                                .addKeyValue("workflow", fired.workflow().workflow())
                                .addKeyValue("schedule", fired.name())
                                .addKeyValue("from", missed)
                                .addKeyValue("fired", fired.decision().fired().size())
                                .log("Firings of a schedule were missed and are left out"));
            case FiredSchedule.Failed failed ->
                LOG.atError()
                        .addKeyValue("namespace", failed.workflow().namespace())
                        .addKeyValue("workflow", failed.workflow().workflow())
                        .addKeyValue("schedule", failed.name())
                        .addKeyValue("errorCode", LogCode.SCHEDULE_FAILED)
                        .setCause(failed.reason())
                        .log("A schedule cannot fire and is tried again in a while");
        }
    }
}
