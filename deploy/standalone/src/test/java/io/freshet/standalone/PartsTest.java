package io.freshet.standalone;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class PartsTest {
    private final List<String> stopped = new ArrayList<>();

    @Test
    void stops_the_last_first_and_goes_on_after_one_that_fails() {
        Parts parts = new Parts();
        parts.add(part("broker"));
        parts.add((AutoCloseable) () -> {
            throw new IllegalStateException("stuck");
        });
        parts.add(part("service"));

        parts.close();
        parts.close();

        assertEquals(List.of("service", "broker"), stopped);
    }

    @Test
    void what_becomes_ready_after_the_stop_is_stopped_at_once() {
        Parts parts = new Parts();
        parts.close();

        assertThrows(IllegalStateException.class, () -> parts.add(part("late")));

        assertEquals(List.of("late"), stopped);
    }

    private AutoCloseable part(String name) {
        return () -> stopped.add(name);
    }
}
