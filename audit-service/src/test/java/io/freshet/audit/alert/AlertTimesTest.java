package io.freshet.audit.alert;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.freshet.contracts.spec.AlertSpec;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class AlertTimesTest {
    @ParameterizedTest
    @CsvSource({
        // Over midnight, in Berlin.
        "22:00, 07:00, 2026-06-01T19:59:59Z, 2026-06-01T19:59:59Z",
        "22:00, 07:00, 2026-06-01T20:00:00Z, 2026-06-02T05:00:00Z",
        "22:00, 07:00, 2026-06-02T03:00:00Z, 2026-06-02T05:00:00Z",
        "22:00, 07:00, 2026-06-02T05:00:00Z, 2026-06-02T05:00:00Z",
        // Within a day.
        "12:00, 13:00, 2026-06-01T10:30:00Z, 2026-06-01T11:00:00Z",
        "12:00, 13:00, 2026-06-01T11:00:00Z, 2026-06-01T11:00:00Z",
        // Their end does not come on this day: clocks go from 02:00 to 03:00.
        "22:00, 02:30, 2026-03-28T22:00:00Z, 2026-03-29T01:30:00Z",
        // Their end comes twice: at the first time, and in the second half of the hour at once.
        "22:00, 02:30, 2026-10-24T21:00:00Z, 2026-10-25T00:30:00Z",
        "22:00, 02:30, 2026-10-25T01:10:00Z, 2026-10-25T01:10:00Z"
    })
    void holds_what_falls_into_quiet_hours_until_their_end(String from, String to, Instant time, Instant expected) {
        AlertSpec rule = rule(
                null, new AlertSpec.QuietHours(LocalTime.parse(from), LocalTime.parse(to), ZoneId.of("Europe/Berlin")));

        assertEquals(expected, AlertTimes.held(rule, time));
    }

    @Test
    void waits_before_the_first_message_and_repeats_only_where_it_is_to() {
        Instant now = Instant.parse("2026-06-01T12:00:00Z");

        assertEquals(now.plusSeconds(30), AlertTimes.first(rule(null, null), now));
        assertEquals(Optional.empty(), AlertTimes.repeated(rule(null, null), now));
        assertEquals(Optional.of(now.plusSeconds(3_600)), AlertTimes.repeated(rule(Duration.ofHours(1), null), now));
    }

    private static AlertSpec rule(Duration repeat, AlertSpec.QuietHours quiet) {
        return new AlertSpec(
                "ops",
                List.of(AlertSpec.Condition.LATE),
                new AlertSpec.Webhook("ops"),
                AlertSpec.Grouping.RUN,
                new AlertSpec.Times(Duration.ofSeconds(30), repeat, Duration.ofHours(1)),
                quiet);
    }
}
