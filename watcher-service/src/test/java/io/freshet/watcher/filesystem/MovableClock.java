package io.freshet.watcher.filesystem;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/** The system's clock, so that it agrees with the file system's, and ahead of it by as much as a test says. */
final class MovableClock implements InstantSource {
    private Duration ahead = Duration.ZERO;

    @Override
    public Instant instant() {
        return Instant.now().plus(ahead);
    }

    void advance(Duration by) {
        ahead = ahead.plus(by);
    }
}
