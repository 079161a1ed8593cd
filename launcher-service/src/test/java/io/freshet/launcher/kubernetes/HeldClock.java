package io.freshet.launcher.kubernetes;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/** A time that goes on only when it is told to. Thread-safe. */
final class HeldClock implements InstantSource {
    private Instant now = Instant.parse("2026-01-05T06:00:00Z");

    @Override
    public synchronized Instant instant() {
        return now;
    }

    synchronized void advance(Duration by) {
        now = now.plus(by);
    }
}
