package io.freshet.planner.domain.metadata;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.freshet.planner.domain.MemoryTable;
import java.util.List;
import org.junit.jupiter.api.Test;

class CounterTest {
    private final MemoryTable<String> rows = new MemoryTable<>();

    @Test
    void leaves_no_row_when_it_comes_back_to_zero() {
        Counter counter = new Counter(rows, "count");
        counter.add(3);
        counter.add(-1);
        assertEquals(2, new Counter(rows, "count").get());

        counter.add(-2);

        assertEquals(0, counter.get());
        assertEquals(List.of(), rows.keys(""));
    }
}
