package io.freshet.watcher.domain;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FileAgeTest {
    private static final Instant NOON = Instant.parse("2026-01-05T12:00:00Z");
    private static final Instant STEADY = Instant.EPOCH;

    private final FileAge age = new FileAge();

    @Test
    void an_age_is_what_the_wall_clock_says_while_nobody_sets_it() {
        age.observe(NOON, STEADY);

        assertEquals(Duration.ofHours(3), age.of(InstantNanos.of(NOON.minusSeconds(3 * 3_600))));
    }

    @Test
    void a_time_in_the_future_is_no_age() {
        age.observe(NOON, STEADY);

        assertEquals(Duration.ZERO, age.of(InstantNanos.of(NOON.plusSeconds(1))));
    }

    @Test
    void after_a_step_nothing_is_older_than_the_step() {
        age.observe(NOON, STEADY);
        age.observe(NOON.plusSeconds(3_601), STEADY.plusSeconds(1));
        age.observe(NOON.plusSeconds(3_605), STEADY.plusSeconds(5));

        assertEquals(Duration.ofSeconds(4), age.of(InstantNanos.of(NOON)));
    }

    /** The true age is known to the test, which steps the clock at random. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
    void is_never_longer_than_the_file_has_been_as_it_is(long seed) {
        Random random = new Random(seed);
        Instant steady = STEADY;
        Duration set = Duration.ZERO;
        Instant changed = steady;
        long stamp = InstantNanos.of(NOON);
        age.observe(NOON, steady);
        for (int i = 0; i < 10_000; i++) {
            steady = steady.plusMillis(random.nextInt(3_000));
            switch (random.nextInt(8)) {
                case 0 -> set = Duration.ofMillis(random.nextInt(7_200_000) - 3_600_000);
                case 1 -> {
                    changed = steady;
                    stamp = InstantNanos.of(wall(steady, set));
                }
                default -> {
                    // time goes by
                }
            }
            age.observe(wall(steady, set), steady);
            Duration truth = Duration.between(changed, steady);
            // Less than a second is no step but the drift of a clock.
            assertTrue(
                    age.of(stamp).compareTo(truth.plusSeconds(1)) <= 0,
                    "seed " + seed + " step " + i + ": " + age.of(stamp));
        }
    }

    private static Instant wall(Instant steady, Duration set) {
        return NOON.plus(Duration.between(STEADY, steady)).plus(set);
    }
}
