package io.freshet.servicekit.streams;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ForwardTimeTest {
    private static final long START = 1_767_600_000_000L;
    private static final long HOUR = TimeUnit.HOURS.toMillis(1);

    private long wall = START;
    private long nanos = -7;

    private final ForwardTime time = new ForwardTime(() -> Instant.ofEpochMilli(wall), () -> nanos);

    private void pass(long millis) {
        wall += millis;
        nanos += TimeUnit.MILLISECONDS.toNanos(millis);
    }

    @Test
    void is_the_wall_clock_as_long_as_that_only_goes_on() {
        assertEquals(START, time.milliseconds());
        pass(3);
        assertEquals(START + 3, time.milliseconds());
        wall += HOUR;
        assertEquals(START + 3 + HOUR, time.milliseconds());
        assertEquals(START + 3 + HOUR, time.instant().toEpochMilli());
    }

    @Test
    void what_waits_for_a_time_waits_a_little_longer_when_the_clock_is_put_back_an_hour() {
        var _ = time.milliseconds();
        wall -= HOUR;

        pass(5_000);
        assertTrue(time.milliseconds() < START + 5_000);
        pass(1_000);
        assertTrue(time.milliseconds() >= START + 5_000);
    }

    @Test
    void is_the_wall_clock_again_when_that_has_caught_up() {
        var _ = time.milliseconds();
        wall -= HOUR;

        pass(9 * HOUR);

        assertEquals(wall, time.milliseconds());
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void never_goes_back_and_never_stands_still_whatever_the_clock_does(long seed) {
        Random random = new Random(seed);
        long last = time.milliseconds();
        for (int i = 0; i < 2_000; i++) {
            long passed = 1 + random.nextLong(2_000);
            pass(passed);
            if (random.nextInt(20) == 0) {
                wall += random.nextLong(2 * HOUR) - HOUR;
            }

            long now = time.milliseconds();

            assertTrue(now >= wall, "it is behind the clock");
            assertTrue(now - last >= passed / 2, "it goes on too slowly");
            last = now;
        }
    }
}
