package io.freshet.language.schedule;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;

class CronCasesTest {
    private static final Instant ASKED = Instant.parse("2026-01-02T15:00:00Z");

    @ParameterizedTest(name = "{0}")
    @CsvFileSource(resources = "/schedule/cron-cases.csv", delimiter = ';', numLinesToSkip = 1)
    void has_the_right_answer(String name, String cron, String zone, String asked, String answers) {
        List<Instant> expected = answers.equals("none")
                ? List.of()
                : Arrays.stream(answers.split(" ")).map(CronCasesTest::instant).toList();

        assertEquals(
                expected,
                firings(cron, ZoneId.of(zone), instant(asked), name.startsWith("prev"), Math.max(1, expected.size())));
    }

    @ParameterizedTest
    @CsvFileSource(resources = "/schedule/cron-cases.csv", delimiter = ';', numLinesToSkip = 1)
    void goes_back_the_way_it_came(String name, String cron, String zone, String asked, String answers) {
        if (answers.equals("none")) {
            return;
        }
        List<Instant> forward = firings(cron, ZoneId.of(zone), ASKED, false, 6);

        assertEquals(
                forward.subList(0, 5).reversed(), firings(cron, ZoneId.of(zone), forward.getLast(), true, 5), name);
    }

    private static List<Instant> firings(String cron, ZoneId zone, Instant asked, boolean back, int count) {
        if (CronExpression.parse(cron) instanceof CronReading.Invalid) {
            return List.of();
        }
        CronExpression expression = assertInstanceOf(CronReading.Valid.class, CronExpression.parse(cron))
                .expression();
        List<Instant> firings = new ArrayList<>();
        Optional<Instant> at = Optional.of(asked);
        while (firings.size() < count) {
            at = at.flatMap(time -> back ? expression.previous(time, zone) : expression.next(time, zone));
            firings.add(at.orElseThrow());
        }
        return firings;
    }

    private static Instant instant(String text) {
        return OffsetDateTime.parse(text).toInstant();
    }
}
