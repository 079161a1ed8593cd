package io.freshet.scheduler.schedule;

import io.freshet.contracts.error.LogCode;
import io.freshet.servicekit.kafka.LoopProgress;
import io.freshet.servicekit.time.Backoff;
import io.freshet.servicekit.time.ThreadEnd;
import java.time.Duration;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Fires schedules that are due. All schedulers of an installation do it at a time, and the store lets one of them fire each. Killed at any
 * time it has made a firing or it has not, and then another makes it.
 */
public final class ScheduleTimer implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ScheduleTimer.class);
    /** Between two looks at what is due: how late a firing is at most if nothing else is in its way. */
    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(250);

    private static final Backoff BACKOFF = Backoff.ofMillis(250, 5_000);

    private final ScheduleStore schedules;
    private final LoopProgress progress = new LoopProgress("the timer of schedules");
    private final Thread thread;
    private volatile boolean closing;

    public ScheduleTimer(ScheduleStore schedules) {
        this.schedules = schedules;
        this.thread = Thread.ofPlatform().name("scheduler-schedules").daemon().unstarted(this::run);
    }

    public ScheduleTimer start() {
        thread.start();
        return this;
    }

    /** False if only a restart helps: the thread has ended, or has completed no turn for {@link LoopProgress#STUCK_AFTER}. */
    public boolean isAlive() {
        return thread.getState() != Thread.State.TERMINATED && !(thread.isAlive() && progress.isStuck());
    }

    /** What keeps it from its work, for people; empty if nothing does. */
    public Optional<String> problem() {
        return thread.isAlive() ? progress.problem() : Optional.of("the timer of schedules does not run");
    }

    @Override
    public void close() {
        closing = true;
        thread.interrupt();
        ThreadEnd.await(thread);
    }

    private void run() {
        int failures = 0;
        while (!closing) {
            try {
                fireDue();
                progress.succeeded();
                failures = 0;
            } catch (RuntimeException e) {
                if (!closing && failures == 0) {
                    LOG.atWarn().setCause(e).log("Firing schedules again after a failure");
                }
                progress.failed(e);
                failures++;
            }
            sleep(failures == 0 ? BETWEEN_LOOKS : BACKOFF.pause(failures));
        }
    }

    private void fireDue() {
        Optional<FiredSchedule> fired = schedules.fireNext();
        while (fired.isPresent() && !closing) {
            log(fired.get());
            progress.succeeded();
            fired = schedules.fireNext();
        }
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

    private void sleep(Duration pause) {
        try {
            if (!closing) {
                Thread.sleep(pause);
            }
        } catch (InterruptedException e) {
            // Only close interrupts, and the loop looks whether it did.
        }
    }
}
