package io.freshet.servicekit.time;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class BackoffTest {
    private static final Backoff BACKOFF = Backoff.ofMillis(50, 5_000);

    @ParameterizedTest
    @CsvSource({"1, 50", "2, 100", "3, 200", "7, 3200", "8, 5000", "100, 5000", "2147483647, 5000"})
    void doubles_with_every_failure_up_to_the_bound(int failures, long millis) {
        assertEquals(Duration.ofMillis(millis), BACKOFF.pause(failures, 1));
        assertEquals(Duration.ofMillis(millis).dividedBy(2), BACKOFF.pause(failures, 0));
    }

    /** The oracle doubles in a loop, as the loops did. */
    @Test
    void is_between_half_and_all_of_what_doubling_one_by_one_gives() {
        Random random = new Random(7);
        for (int i = 0; i < 2_000; i++) {
            long first = 1L + random.nextInt(1_000);
            long longest = first + random.nextInt(100_000);
            int failures = 1 + random.nextInt(40);
            long whole = first;
            for (int doubled = 1; doubled < failures; doubled++) {
                whole = Math.min(longest, whole * 2);
            }

            Duration pause = Backoff.ofMillis(first, longest).pause(failures);

            assertTrue(pause.compareTo(Duration.ofMillis(whole)) <= 0, "%s > %d ms".formatted(pause, whole));
            assertTrue(
                    pause.compareTo(Duration.ofMillis(whole).dividedBy(2)) >= 0,
                    "%s < %d/2 ms".formatted(pause, whole));
        }
    }

    @Test
    void keeps_those_that_failed_together_apart() {
        Set<Duration> pauses = new HashSet<>();
        for (int i = 0; i < 100; i++) {
            pauses.add(BACKOFF.pause(8));
        }
        assertTrue(pauses.size() > 90, () -> pauses.size() + " of 100 pauses are different");
    }

    @Test
    void refuses_bounds_that_are_none() {
        assertThrows(IllegalArgumentException.class, () -> Backoff.ofMillis(0, 1));
        assertThrows(IllegalArgumentException.class, () -> Backoff.ofMillis(2, 1));
        assertThrows(IllegalArgumentException.class, () -> new Backoff(Duration.ofSeconds(1), Duration.ofDays(2)));
        assertThrows(IllegalArgumentException.class, () -> BACKOFF.pause(0));
        assertThrows(IllegalArgumentException.class, () -> BACKOFF.pause(1, 1.5));
    }
}
