package io.freshet.language.schedule;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import java.time.ZoneId;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CronParsingTest {
    private static final String CHARACTERS = "0123456789*/-,LW#?MONFRI";

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '"',
            value = {
                "60 * * * *,        '60' is no minute",
                "* 24 * * *,        '24' is no hour",
                "* * 0 * *,         '0' is no day of month",
                "* * 32W * *,       '32W' is no day of month",
                "* * * 13 *,        '13' is no month",
                "* * * JUNE *,      'JUNE' is no month",
                "* * * * 8,         '8' is no day of week",
                "* * * * FRI#6,     'FRI#6' is no day of week",
                "* * * * FRI-MON,   'FRI-MON' is no day of week",
                "*/0 * * * *,       '*/0' is no minute",
                "0 0 ? * *,         '?' is no day of month",
                "61 * * * * *,      '61' is no second",
                "0 0 L-40 * *,      'L-40' is no day of month",
                "0 0 000000001 * *, '000000001' is no day of month",
                "* */2/3 * * *,     '*/2/3' is no hour"
            })
    void names_the_field_that_is_wrong(String cron, String message) {
        assertEquals(
                "not a cron expression: " + message,
                assertInstanceOf(CronReading.Invalid.class, CronExpression.parse(cron))
                        .message());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "* * * *", "@daily", "* * * * * * *"})
    void asks_for_five_or_six_fields(String cron) {
        CronReading.Invalid invalid = assertInstanceOf(CronReading.Invalid.class, CronExpression.parse(cron));

        assertTrue(invalid.message().endsWith("of 5 or 6 fields"), invalid.message());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"0 6 * * mon-fri", "0 6 * jan,JUL *", "5/15 * * * *", "0 6 * * 7", "  0 6  * * *", "0 0 LW * *"})
    void takes_what_cron_takes(String cron) {
        assertInstanceOf(CronReading.Valid.class, CronExpression.parse(cron));
    }

    @Test
    void counts_seconds_with_six_fields() {
        CronExpression expression = assertInstanceOf(CronReading.Valid.class, CronExpression.parse("*/20 * * * * *"))
                .expression();

        assertEquals(
                Optional.of(Instant.parse("2026-01-01T00:00:20Z")),
                expression.next(Instant.parse("2026-01-01T00:00:00.5Z"), ZoneId.of("UTC")));
        assertEquals(
                Optional.of(Instant.parse("2026-01-01T00:00:00Z")),
                expression.previous(Instant.parse("2026-01-01T00:00:00.5Z"), ZoneId.of("UTC")));
    }

    @Test
    void answers_whatever_is_written() {
        Random random = new Random(7);
        int valid = 0;
        for (int i = 0; i < 5_000; i++) {
            StringBuilder text = new StringBuilder("0 0");
            for (int field = 2; field < 5; field++) {
                text.append(' ');
                for (int length = 1 + random.nextInt(3); length > 0; length--) {
                    text.append(CHARACTERS.charAt(random.nextInt(CHARACTERS.length())));
                }
            }
            if (CronExpression.parse(text.toString()) instanceof CronReading.Valid(CronExpression expression)) {
                assertTrue(expression
                        .next(Instant.parse("2026-01-01T00:00:00Z"), ZoneId.of("Europe/Berlin"))
                        .isPresent());
                valid++;
            }
        }
        assertTrue(valid > 20, () -> "only few were valid");
    }
}
