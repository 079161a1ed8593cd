package io.freshet.scheduler.trigger;

import io.freshet.contracts.upstream.UpstreamEvent;
import io.freshet.servicekit.kafka.TurnLoop;
import java.time.Duration;
import java.util.List;

/**
 * Hands upstream events to the triggers. All schedulers of an installation share the topic's partitions. Killed at any time, what was not
 * confirmed is read again, and the store knows what it has done.
 */
public final class TriggerReader implements TurnLoop.Turn {
    /** Where a trigger's version has to get onto the log first. */
    private static final Duration TRY_AGAIN = Duration.ofMillis(250);

    private final TriggerStore triggers;
    private final EventLog log;

    private TriggerReader(TriggerStore triggers, EventLog log) {
        this.triggers = triggers;
        this.log = log;
    }

    /**
     * A loop, not yet started, in which what the log has is read at a turn.
     *
     * @param log is closed with it
     */
    public static TurnLoop loop(TriggerStore triggers, EventLog log) {
        return new TurnLoop(
                "the reader of upstream events", "scheduler-triggers", TRY_AGAIN, new TriggerReader(triggers, log));
    }

    @Override
    public boolean take() {
        List<UpstreamEvent> events = log.poll();
        try {
            if (!events.isEmpty() && !triggers.take(events)) {
                log.again();
                return false;
            }
        } catch (RuntimeException e) {
            log.again();
            throw e;
        }
        log.done();
        return true;
    }

    @Override
    public void end() {
        log.close();
    }
}
