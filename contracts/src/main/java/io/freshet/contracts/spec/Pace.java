package io.freshet.contracts.spec;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * For how long something that changes is held back: until it has rested for a while, and until the last launch is long enough ago. Pure.
 *
 * @param quiet how long it must have rested, at the latest {@link PaceSpec#PATIENCE} times as long after the first change
 * @param between how long at least lies between two launches
 */
public record Pace(Duration quiet, Duration between) {
    /** When it is not waited any longer for it to rest. */
    public Instant latest(Instant first) {
        return first.plus(quiet.multipliedBy(PaceSpec.PATIENCE));
    }

    /**
     * When it has rested for long enough, if it does not change again.
     *
     * @param first the first change that is held back
     * @param last the last one
     */
    public Instant calm(Instant first, Instant last) {
        Instant rested = last.plus(quiet);
        Instant latest = latest(first);
        return rested.isBefore(latest) ? rested : latest;
    }

    /**
     * When it may be launched, if it does not change again: a time that may have passed.
     *
     * @param launched when it was launched last; null: it was not
     */
    public Instant due(Instant first, Instant last, @Nullable Instant launched) {
        Instant calm = calm(first, last);
        Instant free = launched == null ? calm : launched.plus(between);
        return calm.isAfter(free) ? calm : free;
    }
}
