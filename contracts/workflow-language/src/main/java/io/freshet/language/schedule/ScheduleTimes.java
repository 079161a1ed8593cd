package io.freshet.language.schedule;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Optional;

/** The nominal times of a schedule: those of its expression, in its time zone, on the days of its calendar. Immutable and thread-safe. */
public record ScheduleTimes(CronExpression cron, ZoneId timezone, DateCalendar calendar) {
    /** The first nominal time after an instant; empty if none comes any more. */
    public Optional<Instant> next(Instant after) {
        Optional<Instant> found = cron.next(after, timezone);
        while (found.isPresent() && !calendar.includes(dateOf(found.get()))) {
            found = calendar.after(dateOf(found.get()))
                    .flatMap(date -> cron.next(startOf(date).minusNanos(1), timezone));
        }
        return found;
    }

    /** The last nominal time before an instant; empty if there was none. */
    public Optional<Instant> previous(Instant before) {
        Optional<Instant> found = cron.previous(before, timezone);
        while (found.isPresent() && !calendar.includes(dateOf(found.get()))) {
            found = calendar.before(dateOf(found.get()))
                    .flatMap(date -> cron.previous(startOf(date.plusDays(1)), timezone));
        }
        return found;
    }

    private LocalDate dateOf(Instant time) {
        return LocalDate.ofInstant(time, timezone);
    }

    private Instant startOf(LocalDate date) {
        return date.atStartOfDay(timezone).toInstant();
    }
}
