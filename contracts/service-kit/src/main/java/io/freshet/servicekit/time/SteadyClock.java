package io.freshet.servicekit.time;

import java.time.Instant;
import java.time.InstantSource;
import java.util.function.LongSupplier;

/**
 * A clock for durations: it goes on evenly whatever is done to the system's time. Its instants begin at 1970 when it is made, so they
 * say nothing of the day and are compared only with each other. Thread-safe.
 */
public final class SteadyClock implements InstantSource {
    private final LongSupplier nanoTime;
    private final long start;

    /**
     * @param nanoTime as {@link System#nanoTime}
     */
    public SteadyClock(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
        this.start = nanoTime.getAsLong();
    }

    @Override
    public Instant instant() {
        return Instant.EPOCH.plusNanos(nanoTime.getAsLong() - start);
    }
}
