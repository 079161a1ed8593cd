package io.freshet.scheduler.trigger;

import io.freshet.contracts.upstream.UpstreamEvent;
import io.freshet.servicekit.kafka.TurnLoop;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Hands upstream events to the triggers. All schedulers of an installation share the topic's partitions. Killed at any time, what was not
 * confirmed is read again, and the store knows what it has done.
 */
public final class TriggerReader implements AutoCloseable {
    /** Where a trigger's version has to get onto the log first. */
    private static final Duration TRY_AGAIN = Duration.ofMillis(250);

    private final TriggerStore triggers;
    private final EventLog log;
    private final TurnLoop loop;

    public TriggerReader(TriggerStore triggers, EventLog log) {
        this.triggers = triggers;
        this.log = log;
        this.loop = new TurnLoop("the reader of upstream events", "scheduler-triggers", TRY_AGAIN, this::read);
    }

    public TriggerReader start() {
        loop.start();
        return this;
    }

    /** False if only a restart helps. */
    public boolean isAlive() {
        return loop.isAlive();
    }

    /** What keeps it from its work, for people; empty if nothing does. */
    public Optional<String> problem() {
        return loop.problem();
    }

    @Override
    public void close() {
        loop.close();
        log.close();
    }

    private boolean read() {
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
}
