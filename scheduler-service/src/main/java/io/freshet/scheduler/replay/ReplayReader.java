package io.freshet.scheduler.replay;

import io.freshet.servicekit.kafka.TurnLoop;
import java.time.Duration;
import java.util.Optional;

/**
 * Reads what is to be replayed, one step after the other. All schedulers of an installation do it at a time, and the store gives each replay
 * to one of them. Killed at any time it has done a step or it has not, and then another does it.
 */
public final class ReplayReader implements AutoCloseable {
    /** Between two looks whether another scheduler has left a replay, or the log has taken what was published. */
    private static final Duration BETWEEN_LOOKS = Duration.ofSeconds(2);

    private final ReplayStore store;
    private final ReplayLog log;
    private final TurnLoop loop;

    public ReplayReader(ReplayStore store, ReplayLog log) {
        this.store = store;
        this.log = log;
        this.loop = new TurnLoop("the reader of replays", "scheduler-replays", BETWEEN_LOOKS, this::advance);
    }

    public ReplayReader start() {
        loop.start();
        return this;
    }

    /** There is something new to be read. */
    public void begin() {
        loop.wake();
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

    private boolean advance() {
        boolean more = store.advance(log);
        if (!more) {
            log.rest();
        }
        return more;
    }
}
