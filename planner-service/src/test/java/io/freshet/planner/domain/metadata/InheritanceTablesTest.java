package io.freshet.planner.domain.metadata;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.freshet.contracts.id.DatasetRef;
import io.freshet.planner.domain.MemoryTable;
import java.util.List;
import org.junit.jupiter.api.Test;

class InheritanceTablesTest {
    private final MemoryTable<String> rows = new MemoryTable<>();

    @Test
    void inheriting_tasks_are_taken_once_when_the_run_ends() {
        InheritingTasks tasks = new InheritingTasks(rows);
        tasks.setRun("run-1");
        tasks.add("map");
        tasks.setRun("run-2");
        tasks.add("join");
        assertEquals("run-2", tasks.run());

        tasks.end();

        assertNull(tasks.run());
        assertEquals(List.of("join", "map"), tasks.takeAll());
        assertEquals(List.of(), tasks.takeAll());
    }

    @Test
    void an_adoption_is_open_until_it_ends() {
        Adoptions adoptions = new Adoptions(rows);
        DatasetRef tiles = new DatasetRef("ns", "tiles");
        adoptions.begin(tiles);
        assertTrue(adoptions.isOpen(tiles));

        adoptions.end(tiles);

        assertFalse(adoptions.isOpen(tiles));
    }
}
