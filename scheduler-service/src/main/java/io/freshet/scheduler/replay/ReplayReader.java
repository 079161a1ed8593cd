package io.freshet.scheduler.replay;

import io.freshet.servicekit.kafka.TurnLoop;
import java.time.Duration;

/**
 * Reads what is to be replayed, one step after the other. All schedulers of an installation do it at a time, and the store gives each replay
 * to one of them. Killed at any time it has done a step or it has not, and then another does it.
 */
public final class ReplayReader implements TurnLoop.Turn {
    /** Between two looks whether another scheduler has left a replay, or the log has taken what was published. */
    private static final Duration BETWEEN_LOOKS = Duration.ofSeconds(2);

    private final ReplayStore store;
    private final ReplayLog log;

    private ReplayReader(ReplayStore store, ReplayLog log) {
        this.store = store;
        this.log = log;
    }

    /**
     * A loop, not yet started, in which one step is done at a turn. Whoever writes a new replay wakes it.
     *
     * @param log is closed with it
     */
    public static TurnLoop loop(ReplayStore store, ReplayLog log) {
        return new TurnLoop("the reader of replays", "scheduler-replays", BETWEEN_LOOKS, new ReplayReader(store, log));
    }

    @Override
    public boolean take() {
        boolean more = store.advance(log);
        if (!more) {
            log.rest();
        }
        return more;
    }

    @Override
    public void end() {
        log.close();
    }
}
