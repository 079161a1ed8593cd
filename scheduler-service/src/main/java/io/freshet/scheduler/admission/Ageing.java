package io.freshet.scheduler.admission;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;

/**
 * How waiting makes up for priority: who has waited this much longer goes before one whose priority is higher by one. So a low priority
 * waits long where there is much of a higher one, but not for ever.
 *
 * <p>The turn of a {@link Lane} is the microsecond in which it began to wait, or was served last, by the clock of admission; the place
 * of a lane is that time, earlier by the length of its priority. It does not change while the lane waits, so nothing is sorted anew as
 * time passes. A clock that is put back stands still until it has caught up: turns only grow.
 *
 * @param perPoint zero: any higher priority goes first, however long others have waited
 */
record Ageing(Duration perPoint) {
    /** The turn after another one. */
    static long turn(long last, Instant now) {
        return Math.max(last + 1, ChronoUnit.MICROS.between(Instant.EPOCH, now));
    }

    /**
     * When a lane is served: the smaller first.
     *
     * @param weight its turn, earlier by the length of its priority; without ageing its priority alone, the higher the smaller
     * @param turn decides among equal ones
     */
    record Place(long weight, long turn) implements Comparable<Place> {
        private static final Comparator<Place> ORDER =
                Comparator.comparingLong(Place::weight).thenComparingLong(Place::turn);

        @Override
        public int compareTo(Place other) {
            return ORDER.compare(this, other);
        }
    }

    Place place(int priority, long turn) {
        return new Place(perPoint.isZero() ? -priority : turn - priority * perPoint.toNanos() / 1_000, turn);
    }
}
