package io.freshet.servicekit.kafka;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class LoopProgressTest {
    private long nanos = Long.MAX_VALUE - Duration.ofMinutes(1).toNanos();
    private final LoopProgress progress = new LoopProgress("the loop", () -> nanos);

    @Test
    void a_loop_that_completes_no_turn_is_stuck_also_when_the_clock_overflows() {
        pass(Duration.ofMinutes(5));
        assertFalse(progress.isStuck());

        pass(Duration.ofSeconds(1));

        assertTrue(progress.isStuck());
        assertEquals(Optional.of("the loop has completed no turn for 301 s"), progress.problem());
    }

    @Test
    void turns_that_fail_are_turns_and_a_problem_after_a_while() {
        for (int i = 0; i < 100; i++) {
            pass(Duration.ofSeconds(5));
            progress.failed(new IllegalStateException("no database"));
        }

        assertFalse(progress.isStuck());
        assertEquals(
                Optional.of("the loop has failed for 500 s: java.lang.IllegalStateException: no database"),
                progress.problem());
    }

    @Test
    void one_success_ends_the_problem() {
        pass(Duration.ofSeconds(20));
        progress.failed(new IllegalStateException("no database"));
        assertTrue(progress.problem().isPresent());

        progress.succeeded();

        assertEquals(Optional.empty(), progress.problem());
    }

    private void pass(Duration time) {
        nanos += time.toNanos();
    }
}
