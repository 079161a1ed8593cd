package io.freshet.planner.domain.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.freshet.contracts.spec.FailureKind;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class LimitsTest {
    @Test
    void an_image_that_cannot_be_had_is_tried_less_often_than_what_may_come_right_by_itself() {
        assertTrue(
                Limits.infrastructureRetries(FailureKind.IMAGE) < Limits.infrastructureRetries(FailureKind.NODE_LOST));
    }

    @Test
    void the_wait_before_a_retry_doubles_up_to_a_minute() {
        assertEquals(Duration.ofSeconds(1), Limits.infrastructureBackoff(1));
        assertEquals(Duration.ofSeconds(8), Limits.infrastructureBackoff(4));
        assertEquals(Duration.ofSeconds(60), Limits.infrastructureBackoff(10));
    }
}
