package io.freshet.endtoend.simulation;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/** A time that goes on when it is told to. */
final class SimulatedClock implements InstantSource {
    private Instant now = Instant.parse("2026-03-01T00:00:00Z");

    @Override
    public Instant instant() {
        return now;
    }

    void advance(Duration duration) {
        now = now.plus(duration);
    }

    void reach(Instant time) {
        now = time.isAfter(now) ? time : now;
    }
}
