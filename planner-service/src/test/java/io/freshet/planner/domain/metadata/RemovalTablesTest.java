package io.freshet.planner.domain.metadata;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.freshet.planner.domain.MemoryTable;
import java.util.List;
import org.junit.jupiter.api.Test;

class RemovalTablesTest {
    private final MemoryTable<String> rows = new MemoryTable<>();

    @Test
    void as_many_events_are_discarded_as_came_before_the_removal() {
        PendingRemoval removal = new PendingRemoval(rows);
        removal.begin();
        removal.discard(2);
        assertTrue(removal.takeDiscarded());
        assertTrue(removal.takeDiscarded());
        assertFalse(removal.takeDiscarded());
        assertTrue(removal.isBegun());
    }

    @Test
    void a_removal_that_has_ended_leaves_nothing() {
        PendingRemoval removal = new PendingRemoval(rows);
        removal.begin();
        removal.discard(2);

        removal.end();

        assertFalse(removal.isBegun());
        assertEquals(List.of(), rows.keys(""));
    }

    @Test
    void a_purge_goes_on_at_any_key() {
        PurgeCursor purge = new PurgeCursor(rows);
        assertNull(purge.get());
        for (String from : List.of("", "task|city=a b", " x ")) {
            purge.set(new PurgeCursor.Position(7, from));
            assertEquals(new PurgeCursor.Position(7, from), purge.get());
        }

        purge.clear();

        assertNull(purge.get());
    }
}
