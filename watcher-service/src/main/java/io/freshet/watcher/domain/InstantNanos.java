package io.freshet.watcher.domain;

import java.time.Instant;

/** Times as nanoseconds since 1970, good from 1677 to 2262: what a stamp holds. */
public final class InstantNanos {
    private static final long NANOS_PER_SECOND = 1_000_000_000L;

    private InstantNanos() {}

    public static long of(Instant instant) {
        return Math.addExact(Math.multiplyExact(instant.getEpochSecond(), NANOS_PER_SECOND), instant.getNano());
    }

    public static Instant instant(long nanos) {
        return Instant.ofEpochSecond(Math.floorDiv(nanos, NANOS_PER_SECOND), Math.floorMod(nanos, NANOS_PER_SECOND));
    }
}
