package io.freshet.planner.domain.table;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.freshet.planner.domain.MemoryTable;
import java.time.Duration;
import java.time.Instant;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DecisionClockTest {
    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
    private static final Duration HOUR = Duration.ofHours(1);

    private final MemoryTable<String> rows = new MemoryTable<>();

    @Test
    void is_the_wall_clock_as_long_as_that_only_goes_on() {
        DecisionClock clock = new DecisionClock(rows);

        assertEquals(START, clock.now(START));
        assertEquals(START, clock.now(START));
        assertEquals(START.plusMillis(3), clock.now(START.plusMillis(3)));
        assertEquals(START.plus(HOUR), clock.now(START.plus(HOUR)));
    }

    @Test
    void goes_on_when_the_wall_clock_steps_back_until_that_has_caught_up() {
        DecisionClock clock = new DecisionClock(rows);
        clock.now(START);

        Instant back = START.minus(HOUR);
        assertEquals(START, clock.now(back));
        Instant soon = clock.now(back.plusSeconds(80));

        assertEquals(START.plusSeconds(70), soon);
        assertEquals(START.plus(HOUR.multipliedBy(9)), clock.now(START.plus(HOUR.multipliedBy(9))));
    }

    @Test
    void says_when_the_machines_clock_has_got_to_a_time() {
        DecisionClock clock = new DecisionClock(rows);
        clock.now(START);
        clock.now(START.minus(HOUR));

        Instant ring = clock.wallClockAt(START.plusSeconds(10));

        assertEquals(START.minus(HOUR).plusSeconds(10), ring);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void never_goes_back_and_never_stands_still_whatever_clocks_do(long seed) {
        Random random = new Random(seed);
        DecisionClock clock = new DecisionClock(rows);
        Instant wall = START;
        Instant last = Instant.MIN;
        for (int i = 0; i < 2_000; i++) {
            boolean steps = random.nextInt(20) == 0;
            Duration passed = Duration.ofMillis(1 + random.nextInt(2_000));
            wall = steps ? wall.plusSeconds(random.nextInt(7_200) - 3_600) : wall.plus(passed);
            if (random.nextInt(50) == 0) {
                // Another machine goes on with what is committed.
                clock = new DecisionClock(rows);
                steps = true;
            }
            Instant now = clock.now(wall);
            assertFalse(now.isBefore(last), "time went back");
            assertFalse(now.isBefore(wall), "time is behind the clock");
            assertTrue(
                    steps || Duration.between(last, now).compareTo(passed.dividedBy(2)) >= 0,
                    "time goes on too slowly");
            last = now;
        }
    }

    @Test
    void writes_no_row_for_each_decision() {
        DecisionClock clock = new DecisionClock(rows);
        clock.now(START);
        String row = rows.rows().toString();

        clock.now(START.plus(DecisionClock.RESERVE));

        assertEquals(row, rows.rows().toString());
    }
}
