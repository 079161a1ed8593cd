package io.freshet.servicekit.streams;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class StreamsProgressTest {
    private long polls;
    private long nanos;
    private final StreamsProgress progress = new StreamsProgress("admission", () -> polls, () -> nanos);

    @Test
    void threads_that_poll_are_not_stuck() {
        for (int i = 0; i < 10; i++) {
            polls++;
            nanos += Duration.ofMinutes(4).toNanos();

            assertFalse(progress.isStuck());
        }
    }

    @Test
    void a_topology_that_asks_for_nothing_any_more_is_stuck_until_it_does() {
        polls++;
        assertFalse(progress.isStuck());
        nanos += Duration.ofSeconds(301).toNanos();

        assertTrue(progress.isStuck());
        assertEquals(Optional.of("admission has not asked for records for 301 s"), progress.problem());

        polls++;

        assertFalse(progress.isStuck());
        assertEquals(Optional.empty(), progress.problem());
    }
}
