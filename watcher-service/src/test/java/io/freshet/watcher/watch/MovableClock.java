package io.freshet.watcher.watch;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/**
 * The system's clock, so that it agrees with the file system's, and ahead of it by as much as a test says; with a steady clock beside it,
 * which goes on as much and does not notice when this one is set.
 */
final class MovableClock implements InstantSource {
    private final Instant start = Instant.now();
    private Duration ahead = Duration.ZERO;
    private Duration set = Duration.ZERO;

    @Override
    public Instant instant() {
        return Instant.now().plus(ahead).plus(set);
    }

    /** Time passes. */
    void advance(Duration by) {
        ahead = ahead.plus(by);
    }

    /** Somebody sets the time of day, so that it is off by as much. */
    void set(Duration off) {
        set = off;
    }

    InstantSource steady() {
        return () -> Instant.EPOCH.plus(Duration.between(start, Instant.now().plus(ahead)));
    }
}
