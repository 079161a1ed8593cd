package io.freshet.audit.alert;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** When to look next whether what is expected is there: seldom while it is far off or long late, often around the time it is due. Pure. */
public final class LookTimes {
    private static final Duration SHORTEST = Duration.ofSeconds(1);
    private static final Duration LONGEST = Duration.ofMinutes(1);
    private static final int PART = 10;

    private LookTimes() {}

    /** The next time; empty if nothing can change any more. */
    public static Optional<Instant> next(Expectation expectation, Instant now) {
        return expectation.state().isOpen() ? Optional.of(after(expectation.due(), now)) : Optional.empty();
    }

    private static Instant after(Instant due, Instant now) {
        Instant decision = due.plus(Deadline.GRACE);
        if (!now.isBefore(decision)) {
            return now.plus(between(Duration.between(decision, now).dividedBy(PART)));
        }
        Instant soon = now.plus(between(Duration.between(now, due).dividedBy(PART)));
        return soon.isBefore(decision) ? soon : decision;
    }

    private static Duration between(Duration pause) {
        if (pause.compareTo(SHORTEST) < 0) {
            return SHORTEST;
        }
        return pause.compareTo(LONGEST) > 0 ? LONGEST : pause;
    }
}
