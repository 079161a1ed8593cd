package io.freshet.audit.alert;

import io.freshet.contracts.spec.AlertSpec;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZonedDateTime;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** When messages about an alert are sent. Pure and thread-safe. */
public final class AlertTimes {
    private AlertTimes() {}

    /** When the message about an alert that began now is sent. */
    public static Instant first(AlertSpec rule, Instant now) {
        return held(rule, now.plus(rule.times().delay()));
    }

    /** When a message about an alert that goes on is sent again; empty if none is. */
    public static Optional<Instant> repeated(AlertSpec rule, Instant now) {
        return Optional.ofNullable(rule.times().repeat()).map(repeat -> held(rule, now.plus(repeat)));
    }

    /** When what could be sent at a time is: at the end of the quiet hours that it falls into. */
    public static Instant held(AlertSpec rule, Instant time) {
        AlertSpec.@Nullable QuietHours quiet = rule.quietHours();
        return quiet == null ? time : held(quiet, time);
    }

    private static Instant held(AlertSpec.QuietHours quiet, Instant time) {
        ZonedDateTime wall = time.atZone(quiet.timezone());
        LocalTime clock = wall.toLocalTime();
        boolean overnight = quiet.to().isBefore(quiet.from());
        boolean isAfterFrom = !clock.isBefore(quiet.from());
        boolean isBeforeTo = clock.isBefore(quiet.to());
        boolean isQuiet = overnight ? isAfterFrom || isBeforeTo : isAfterFrom && isBeforeTo;
        if (!isQuiet) {
            return time;
        }
        LocalDate end = wall.toLocalDate().plusDays(overnight && isAfterFrom ? 1 : 0);
        Instant held = end.atTime(quiet.to()).atZone(quiet.timezone()).toInstant();
        // Where an hour comes twice, its end may lie before its second half.
        return held.isBefore(time) ? time : held;
    }
}
