package io.freshet.benchmarks;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Instant;
import org.junit.jupiter.api.Test;

class LaunchOrderTest {
    private static final Instant START = Instant.parse("2026-01-05T06:00:00Z");

    private final LaunchOrder order = new LaunchOrder();

    @Test
    void the_newest_that_waits_goes_first() {
        ready("a", "2026-01-01", 0);
        ready("b", "2026-01-02", 0);
        ready("late", "2026-01-03", 2_900);
        launched("b", 1_000);
        launched("a", 3_000);
        launched("late", 3_100);

        assertEquals(0, order.violations(), "nobody can have heard of the late one");
        assertEquals(3, order.launches());
        assertEquals(START.plusMillis(1_000), order.firstLaunch());
    }

    @Test
    void one_that_was_launched_at_once_is_nobodys_rival_later() {
        ready("quick", "2026-01-09", 0);
        ready("a", "2026-01-01", 0);
        launched("quick", 100);
        launched("a", 2_000);

        assertEquals(0, order.violations());
    }

    @Test
    void an_older_one_before_a_newer_is_found() {
        ready("a", "2026-01-01", 0);
        ready("b", "2026-01-02", 0);
        ready("c", "2026-01-02", 0);
        launched("b", 1_000);
        launched("a", 2_000);
        launched("c", 3_000);

        assertEquals(1, order.violations());
    }

    private void ready(String attempt, String date, long millis) {
        order.ready(attempt, date, START.plusMillis(millis));
    }

    private void launched(String attempt, long millis) {
        order.launched(attempt, START.plusMillis(millis));
    }
}
