package io.freshet.cli.local;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import org.junit.jupiter.api.Test;

final class StallDetectorTest {
    private static final long SECOND = Duration.ofSeconds(1).toNanos();

    private final StallDetector stall = new StallDetector(Duration.ofSeconds(60), 0);

    @Test
    void a_start_that_is_only_slow_is_never_given_up() {
        long cpu = 0;
        for (long second = 0; second < 100_000; second += 50) {
            cpu += 1_000;
            assertFalse(stall.isStalled(second * SECOND, 0, cpu), "after %d s".formatted(second));
        }
    }

    @Test
    void a_part_that_becomes_ready_is_progress_even_without_any_cpu_time() {
        for (int part = 0; part < 8; part++) {
            assertFalse(stall.isStalled(part * 59L * SECOND, part, 0));
        }
    }

    @Test
    void a_start_that_stands_still_is_noticed_whatever_it_idles_away() {
        assertFalse(stall.isStalled(0, 3, 5_000));
        assertFalse(stall.isStalled(60 * SECOND, 3, 5_999));
        assertTrue(stall.isStalled(61 * SECOND, 3, 5_999));
    }

    @Test
    void a_helper_process_that_has_ended_and_takes_its_time_along_is_progress() {
        assertFalse(stall.isStalled(0, 0, 9_000));
        assertFalse(stall.isStalled(59 * SECOND, 0, 2_000));
        assertFalse(stall.isStalled(118 * SECOND, 0, 2_500));
    }
}
