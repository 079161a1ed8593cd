package io.freshet.planner.domain.metadata;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.freshet.planner.domain.MemoryTable;
import java.util.List;
import org.junit.jupiter.api.Test;

class FlagTest {
    private final MemoryTable<String> rows = new MemoryTable<>();

    @Test
    void is_set_until_it_is_cleared() {
        Flag flag = new Flag(rows, "flag");
        assertFalse(flag.isSet());

        flag.set();
        assertTrue(new Flag(rows, "flag").isSet());

        flag.clear();
        assertFalse(flag.isSet());
        assertEquals(List.of(), rows.keys(""));
    }
}
