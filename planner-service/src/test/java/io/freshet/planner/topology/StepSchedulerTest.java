package io.freshet.planner.topology;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import org.junit.jupiter.api.Test;

class StepSchedulerTest {
    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

    private final StepScheduler turns = new StepScheduler();

    @Test
    void steps_follow_each_other_while_no_record_comes() {
        assertTrue(turns.isForStep(NOW, NOW));
    }

    @Test
    void a_step_waits_while_a_record_is_on_its_way_through_the_stages() {
        turns.record(NOW);

        assertFalse(turns.isForStep(NOW.plusMillis(14), NOW));
        assertTrue(turns.isForStep(NOW.plusMillis(15), NOW));
    }

    @Test
    void records_without_a_pause_do_not_keep_steps_from_being_done() {
        turns.record(NOW.plusMillis(39));
        assertFalse(turns.isForStep(NOW.plusMillis(39), NOW));

        turns.record(NOW.plusMillis(40));
        assertTrue(turns.isForStep(NOW.plusMillis(40), NOW));
    }
}
