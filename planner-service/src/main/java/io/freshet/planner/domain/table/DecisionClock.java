package io.freshet.planner.domain.table;

import java.time.Duration;
import java.time.Instant;

/**
 * The time of decisions. It never goes back, whatever a clock does and wherever the planner goes on after a failure: a row says up to when
 * time may have been given out. While the wall clock is behind, because it stepped back or is another machine's, time goes on a
 * little more slowly than it, until it has caught up. So nothing that waits for a time waits for as long as the step was.
 *
 * <p>The times in events, which are of other machines' clocks, have no influence. Not thread-safe.
 */
public final class DecisionClock {
    /** For how long ahead the row is written, so that it need not be for each decision; by so much time may be ahead after a start. */
    static final Duration RESERVE = Duration.ofSeconds(1);

    /** An eighth of the time that passes makes up for being ahead. */
    private static final int CATCH_UP = 8;

    private static final String ROW = "decided-until";

    private final Table<String> rows;
    private Instant wall = Instant.MIN;
    private Instant last;
    private Instant reserved;
    private Duration ahead = Duration.ZERO;

    /**
     * @param rows the table of the row; what it says was committed with what was decided then
     */
    public DecisionClock(Table<String> rows) {
        this.rows = rows;
        String row = rows.get(ROW);
        this.reserved = row == null ? Instant.MIN : Instant.parse(row);
        this.last = reserved;
    }

    /**
     * The time of a decision that is about to be made. The row that this may write is to be kept even if the decision is not.
     *
     * @param wallClock what the machine's clock says now
     */
    public Instant now(Instant wallClock) {
        if (wallClock.isAfter(wall) && !ahead.isZero()) {
            Duration caughtUp = Duration.between(wall, wallClock).dividedBy(CATCH_UP);
            ahead = ahead.compareTo(caughtUp) > 0 ? ahead.minus(caughtUp) : Duration.ZERO;
        }
        wall = wallClock;
        if (wallClock.plus(ahead).isBefore(last)) {
            ahead = Duration.between(wallClock, last);
        }
        last = wallClock.plus(ahead);
        if (last.isAfter(reserved)) {
            reserved = last.plus(RESERVE);
            rows.put(ROW, reserved.toString());
        }
        return last;
    }

    /** What the machine's clock will say at a time of decisions, or a little earlier. */
    public Instant wallClockAt(Instant time) {
        return time.minus(ahead);
    }
}
