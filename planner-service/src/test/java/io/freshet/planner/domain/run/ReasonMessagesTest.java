package io.freshet.planner.domain.run;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class ReasonMessagesTest {
    @Test
    void tells_a_task_that_wrote_nothing_from_one_whose_outputs_are_the_same() {
        assertEquals(
                "It wrote nothing, so its outputs do not exist and downstream tasks wait.",
                ReasonMessages.succeeded(0, 0));
        assertEquals(
                "It wrote nothing, so its outputs do not exist and downstream tasks wait.",
                ReasonMessages.succeeded(0, 3));
        assertEquals("Its outputs are unchanged.", ReasonMessages.succeeded(2, 0));
        assertEquals("1 partition of its outputs changed.", ReasonMessages.succeeded(2, 1));
    }
}
