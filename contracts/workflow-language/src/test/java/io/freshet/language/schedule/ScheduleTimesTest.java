package io.freshet.language.schedule;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Nominal times on the days of a calendar: those of the expression, without the others. */
class ScheduleTimesTest {
    private static final List<String> EXPRESSIONS =
            List.of("30 2 * * *", "0 0 * * *", "*/30 * * * *", "15 */6 * * MON-FRI", "0 0 1,L * *", "59 23 * * *");
    private static final List<String> ZONES =
            List.of("America/Los_Angeles", "Europe/Berlin", "Africa/Cairo", "Australia/Lord_Howe", "America/Havana");
    private static final Instant FROM = Instant.parse("2026-02-20T00:00:00Z");
    private static final Instant UNTIL = FROM.plus(70, ChronoUnit.DAYS);

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12})
    void are_those_of_the_expression_on_days_that_the_calendar_has(long seed) {
        Random random = new Random(seed);
        CronExpression cron = cron(EXPRESSIONS.get(random.nextInt(EXPRESSIONS.size())));
        ZoneId zone = ZoneId.of(ZONES.get(random.nextInt(ZONES.size())));
        DateCalendar calendar = DateCalendar.of(days(random, 0.4), random.nextBoolean() ? days(random, 0.5) : null);
        ScheduleTimes times = new ScheduleTimes(cron, zone, calendar);

        List<Instant> expected = until(FROM, after -> cron.next(after, zone)).stream()
                .filter(time -> {
                    LocalDate date = LocalDate.ofInstant(time, zone);
                    return !calendar.skip().contains(date)
                            && (calendar.only() == null || calendar.only().contains(date));
                })
                .toList();

        assertEquals(expected, until(FROM, times::next));
        List<Instant> backwards = new ArrayList<>();
        Optional<Instant> time = times.previous(UNTIL);
        while (time.isPresent() && time.get().isAfter(FROM)) {
            backwards.addFirst(time.get());
            time = times.previous(time.get());
        }
        assertEquals(expected, backwards);
    }

    @Test
    void end_with_the_days_of_the_calendar() {
        ScheduleTimes times = new ScheduleTimes(
                cron("0 6 * * *"), ZoneId.of("UTC"), DateCalendar.of(List.of(), List.of(LocalDate.of(2026, 3, 2))));

        assertEquals(Optional.of(Instant.parse("2026-03-02T06:00:00Z")), times.next(FROM));
        assertEquals(Optional.empty(), times.next(Instant.parse("2026-03-02T06:00:00Z")));
        assertEquals(Optional.empty(), times.previous(FROM));
    }

    @Test
    void do_not_come_where_calendar_and_expression_have_no_day_in_common() {
        ScheduleTimes times = new ScheduleTimes(
                cron("0 6 * * MON"), ZoneId.of("UTC"), DateCalendar.of(List.of(), List.of(LocalDate.of(2026, 3, 3))));

        assertEquals(Optional.empty(), times.next(FROM));
    }

    private static List<Instant> until(Instant from, Function<Instant, Optional<Instant>> next) {
        List<Instant> found = new ArrayList<>();
        Optional<Instant> time = next.apply(from);
        while (time.isPresent() && time.get().isBefore(UNTIL)) {
            found.add(time.get());
            time = next.apply(time.get());
        }
        return found;
    }

    private static Set<LocalDate> days(Random random, double share) {
        Set<LocalDate> days = new TreeSet<>();
        LocalDate first = LocalDate.of(2026, 2, 15);
        for (int i = 0; i < 85; i++) {
            if (random.nextDouble() < share) {
                days.add(first.plusDays(i));
            }
        }
        return days;
    }

    private static CronExpression cron(String text) {
        return assertInstanceOf(CronReading.Valid.class, CronExpression.parse(text))
                .expression();
    }
}
