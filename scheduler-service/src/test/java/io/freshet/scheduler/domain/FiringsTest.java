package io.freshet.scheduler.domain;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.freshet.contracts.id.WorkflowRef;
import io.freshet.contracts.spec.PartitionOrder;
import io.freshet.contracts.spec.ScheduleSpec;
import io.freshet.contracts.spec.ScheduleSpec.Catchup;
import io.freshet.language.schedule.ScheduleTimes;
import io.freshet.language.schedule.Schedules;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Which firings of a schedule are made, and which are left out. */
class FiringsTest {
    private static final WorkflowRef WORKFLOW = new WorkflowRef("prod", "claims");
    private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");
    private static final int HISTORIES = 150;

    @Test
    void fires_what_is_due_and_nothing_before() {
        Firings hourly = firings("0 * * * *", Catchup.LATEST, Duration.ZERO, 100);

        assertEquals(decision(List.of(), null, NOON), hourly.at(NOON, NOON.minusNanos(1)));
        assertEquals(decision(List.of(NOON), null, hour(1)), hourly.at(NOON, NOON));
    }

    @Test
    void makes_up_for_what_was_missed_as_it_is_told() {
        Instant now = hour(5).plus(Duration.ofMinutes(30));

        assertEquals(
                decision(List.of(), NOON, hour(6)),
                firings("0 * * * *", Catchup.NONE, Duration.ZERO, 100).at(NOON, now));
        assertEquals(
                decision(List.of(hour(5)), NOON, hour(6)),
                firings("0 * * * *", Catchup.LATEST, Duration.ZERO, 100).at(NOON, now));
        assertEquals(
                decision(List.of(NOON, hour(1), hour(2), hour(3), hour(4), hour(5)), null, hour(6)),
                firings("0 * * * *", Catchup.ALL, Duration.ZERO, 100).at(NOON, now));
        assertEquals(
                decision(List.of(hour(4), hour(5)), NOON, hour(6)),
                firings("0 * * * *", Catchup.ALL, Duration.ZERO, 2).at(NOON, now));
    }

    @Test
    void a_firing_that_is_on_time_is_the_latest() {
        Instant now = hour(5).plus(Firings.ON_TIME);

        assertEquals(
                decision(List.of(hour(5)), NOON, hour(6)),
                firings("0 * * * *", Catchup.LATEST, Duration.ZERO, 100).at(NOON, now));
        assertEquals(
                decision(List.of(hour(5)), NOON, hour(6)),
                firings("0 * * * *", Catchup.NONE, Duration.ZERO, 100).at(NOON, now));
    }

    @Test
    void goes_on_where_the_rules_of_the_zone_are_others_than_they_were() {
        Instant odd = NOON.plus(Duration.ofMinutes(7));
        for (Catchup catchup : Catchup.values()) {
            assertEquals(
                    Optional.of(hour(1)),
                    firings("0 * * * *", catchup, Duration.ZERO, 100)
                            .at(odd, odd.plus(Duration.ofMinutes(10)))
                            .next(),
                    catchup.name());
        }
    }

    @Test
    void makes_so_many_at_once_that_a_transaction_stays_small() {
        Firings secondly = firings("* * * * * *", Catchup.ALL, Duration.ZERO, 1000);

        Firings.Decision first = secondly.at(NOON, NOON.plusSeconds(250));
        assertEquals(Firings.MAX_AT_ONCE, first.fired().size());
        assertEquals(Optional.of(NOON.plusSeconds(Firings.MAX_AT_ONCE)), first.next());
    }

    @Test
    void is_delayed_by_jitter_always_by_the_same_and_by_no_more() {
        Duration most = Duration.ofMinutes(10);
        Firings daily = firings("0 6 * * *", Catchup.NONE, most, 100);
        TreeSet<Duration> delays = new TreeSet<>();
        for (int day = 0; day < 200; day++) {
            Instant nominal = NOON.plus(Duration.ofDays(day));
            Duration delay = Duration.between(nominal, daily.due(nominal));
            assertFalse(delay.isNegative() || delay.compareTo(most) > 0, delay.toString());
            assertEquals(
                    daily.due(nominal),
                    firings("0 6 * * *", Catchup.NONE, most, 100).due(nominal));
            delays.add(delay);
        }
        assertTrue(delays.size() > 190, "they spread");
        assertTrue(delays.last().minus(delays.first()).compareTo(Duration.ofMinutes(8)) > 0, "over all of it");
    }

    /** Whoever looks whenever: everything is decided about once, in order, and what is left out is what the catchup leaves out. */
    @ParameterizedTest
    @EnumSource(Catchup.class)
    void decides_about_each_nominal_time_once(Catchup catchup) {
        for (int seed = 0; seed < HISTORIES; seed++) {
            Random random = new Random(seed);
            int limit = 1 + random.nextInt(20);
            Duration jitter = random.nextBoolean() ? Duration.ZERO : Duration.ofSeconds(random.nextInt(600));
            Firings firings = firings(random.nextBoolean() ? "*/5 * * * *" : "20 */2 * * *", catchup, jitter, limit);
            ScheduleTimes times = firings.times();
            Instant now = NOON;
            Optional<Instant> next = times.next(now);
            List<Instant> fired = new ArrayList<>();
            for (int look = 0; look < 40; look++) {
                now = now.plusSeconds(random.nextInt(4) == 0 ? random.nextInt(40_000) : random.nextInt(100));
                Instant before = next.orElseThrow();
                Firings.Decision decision = firings.at(before, now);
                next = decision.next();
                fired.addAll(decision.fired());
                String history = "seed %d, look %d".formatted(seed, look);
                checkDecision(decision, before, now, firings, catchup, jitter, limit, history);
            }
            assertEquals(fired.stream().distinct().sorted().toList(), fired, "seed " + seed);
        }
    }

    private static void checkDecision(
            Firings.Decision decision,
            Instant before,
            Instant now,
            Firings firings,
            Catchup catchup,
            Duration jitter,
            int limit,
            String history) {
        Instant missedBefore = now.minus(jitter).minus(Firings.ON_TIME);
        List<Instant> all = new ArrayList<>();
        for (Instant time = before;
                time.isBefore(decision.next().orElseThrow());
                time = firings.times().next(time).orElseThrow()) {
            all.add(time);
        }
        List<Instant> missed =
                all.stream().filter(time -> time.isBefore(missedBefore)).toList();
        List<Instant> onTime =
                all.stream().filter(time -> !time.isBefore(missedBefore)).toList();
        boolean anyOnTime = firings.times()
                .next(missedBefore.minusNanos(1))
                .filter(time -> !time.isAfter(now))
                .isPresent();
        List<Instant> expected = new ArrayList<>();
        switch (catchup) {
            case NONE -> {}
            case LATEST -> expected.addAll(missed.isEmpty() || anyOnTime ? List.of() : List.of(missed.getLast()));
            case ALL -> expected.addAll(missed.subList(Math.max(0, missed.size() - limit), missed.size()));
        }
        expected.addAll(onTime);
        assertEquals(expected, decision.fired(), history);
        assertTrue(firings.due(decision.next().orElseThrow()).isAfter(now), history);
        assertEquals(
                expected.isEmpty() ? !all.isEmpty() : !expected.getFirst().equals(before),
                decision.missed().isPresent(),
                history);
    }

    private static Firings firings(String cron, Catchup catchup, Duration jitter, int limit) {
        ScheduleSpec spec = new ScheduleSpec(
                "hourly",
                new ScheduleSpec.Times(cron, ZoneId.of("UTC"), jitter, ScheduleSpec.Calendar.EVERY_DAY),
                catchup,
                limit,
                new ScheduleSpec.RunTemplate(List.of(), Map.of(), false, Map.of(), PartitionOrder.NEWEST_FIRST));
        return new Firings(WORKFLOW, spec, Schedules.times(spec.times(), null));
    }

    private static Firings.Decision decision(List<Instant> fired, @Nullable Instant missed, Instant next) {
        return new Firings.Decision(fired, Optional.ofNullable(missed), Optional.of(next));
    }

    private static Instant hour(int number) {
        return NOON.plus(Duration.ofHours(number));
    }
}
