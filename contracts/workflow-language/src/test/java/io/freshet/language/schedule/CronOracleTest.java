package io.freshet.language.schedule;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.function.Function;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

class CronOracleTest {
    private static final List<String> ZONES =
            List.of("America/Los_Angeles", "Europe/Berlin", "Australia/Lord_Howe", "Africa/Cairo", "UTC");
    private static final Duration MINUTE = Duration.ofMinutes(1);

    @Test
    void fires_in_the_minutes_that_an_oracle_finds_one_by_one() {
        Random random = new Random(19);
        List<String> wrong = new ArrayList<>();
        for (int i = 0; i < 1_500; i++) {
            String cron = expression(random);
            ZoneId zone = ZoneId.of(ZONES.get(random.nextInt(ZONES.size())));
            Instant from = nearAChange(zone, random);
            Instant to = from.plus(Duration.ofHours(60));
            List<Instant> expected = oracle(cron, zone, from, to);
            if (!expected.equals(forward(cron, zone, from, to)) || !expected.equals(backward(cron, zone, from, to))) {
                wrong.add("%s in %s after %s".formatted(cron, zone, from));
            }
        }
        assertEquals(List.of(), wrong);
    }

    private static List<Instant> oracle(String cron, ZoneId zone, Instant from, Instant to) {
        CronOracle oracle = new CronOracle(cron, zone.getRules());
        List<Instant> firings = new ArrayList<>();
        for (Instant minute = from.plus(MINUTE); minute.isBefore(to); minute = minute.plus(MINUTE)) {
            if (oracle.firesAt(minute)) {
                firings.add(minute);
            }
        }
        return firings;
    }

    private static List<Instant> forward(String cron, ZoneId zone, Instant from, Instant to) {
        CronExpression expression = parse(cron);
        return walk(from, at -> expression.next(at, zone), at -> at.isBefore(to));
    }

    private static List<Instant> backward(String cron, ZoneId zone, Instant from, Instant to) {
        CronExpression expression = parse(cron);
        return walk(to, at -> expression.previous(at, zone), at -> at.isAfter(from))
                .reversed();
    }

    private static List<Instant> walk(
            Instant start, Function<Instant, Optional<Instant>> step, Predicate<Instant> within) {
        List<Instant> firings = new ArrayList<>();
        Optional<Instant> at = step.apply(start);
        while (at.filter(within).isPresent()) {
            firings.add(at.get());
            at = step.apply(at.get());
        }
        return firings;
    }

    private static CronExpression parse(String cron) {
        return assertInstanceOf(CronReading.Valid.class, CronExpression.parse(cron), cron)
                .expression();
    }

    private static Instant nearAChange(ZoneId zone, Random random) {
        Instant january = Instant.parse("2026-01-01T00:00:00Z").plus(Duration.ofDays(random.nextInt(365)));
        var transition = zone.getRules().nextTransition(january);
        Instant change = transition == null ? january : transition.getInstant();
        return change.minus(MINUTE.multipliedBy(random.nextInt(48 * 60)));
    }

    private static String expression(Random random) {
        boolean everyDay = random.nextInt(3) > 0;
        return "%s %s %s %s %s"
                .formatted(
                        minutes(random),
                        field(random, 0, 4, 23),
                        everyDay ? "*" : field(random, 1, 31, 31),
                        random.nextInt(3) > 0 ? "*" : field(random, 1, 12, 12),
                        everyDay ? "*" : field(random, 0, 6, 6));
    }

    /** Few enough of them that an expression fires some hundred times in the hours that are looked at, not some thousand. */
    private static String minutes(Random random) {
        return switch (random.nextInt(4)) {
            case 0 -> "*/" + (10 + random.nextInt(30));
            case 1 -> "%d,%d".formatted(random.nextInt(60), random.nextInt(60));
            default -> Integer.toString(random.nextInt(60));
        };
    }

    private static String field(Random random, int from, int to, int last) {
        int a = from + random.nextInt(to - from + 1);
        int b = from + random.nextInt(to - from + 1);
        return switch (random.nextInt(5)) {
            case 0 -> "*";
            case 1 -> "*/" + (1 + random.nextInt(Math.min(last, 12)));
            case 2 -> "%d-%d".formatted(Math.min(a, b), Math.max(a, b));
            case 3 -> a == b ? Integer.toString(a) : "%d,%d".formatted(a, b);
            default -> Integer.toString(a);
        };
    }
}
