package io.freshet.watcher.scan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.freshet.contracts.partition.Layout;
import io.freshet.contracts.partition.PartitionKey;
import java.util.Set;
import org.junit.jupiter.api.Test;

class UnreadableDirectoriesTest {
    private final UnreadableDirectories closed = new UnreadableDirectories(Layout.parse("{source}/{name}.csv"));

    @Test
    void hold_back_what_may_lie_in_them() {
        assertTrue(closed.add(closed.place("north"), "closed"));
        assertFalse(closed.add(closed.place("north"), "closed"));

        assertTrue(closed.mayHoldFilesOf(partition("north")));
        assertFalse(closed.mayHoldFilesOf(partition("south")));
    }

    @Test
    void hold_back_everything_where_there_are_too_many_to_be_told_apart() {
        for (int i = 0; i < UnreadableDirectories.MOST + 5; i++) {
            String place = closed.place("d" + i);
            closed.add(place, "closed");
        }

        assertEquals(UnreadableDirectories.MOST + 1, closed.all().size());
        assertEquals("d3", closed.place("d3"));
        assertTrue(closed.mayHoldFilesOf(partition("north")));

        closed.retain(Set.of("d3"));
        assertEquals("d" + UnreadableDirectories.MOST, closed.place("d" + UnreadableDirectories.MOST));
        assertFalse(closed.mayHoldFilesOf(partition("north")));
    }

    private static PartitionKey partition(String source) {
        return PartitionKey.of("source", source, "name", "a");
    }
}
