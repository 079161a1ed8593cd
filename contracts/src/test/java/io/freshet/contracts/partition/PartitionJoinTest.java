package io.freshet.contracts.partition;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.freshet.contracts.partition.PartitionJoin.Reach;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PartitionJoinTest {
    private static final Dimension SITE = Dimension.string("site");
    private static final Dimension KIND = Dimension.string("kind");
    private static final Dimension DAY = Dimension.time("date", Granularity.DAY);
    private static final Dimension MONTH = Dimension.time("date", Granularity.MONTH);

    @Test
    void joins_on_what_both_have_in_the_order_of_the_task() {
        assertEquals(
                List.of(DAY, SITE),
                join(List.of(DAY, SITE), List.of(SITE, KIND, DAY)).key());
        assertEquals(List.of(), join(List.of(SITE), List.of(KIND)).key());
    }

    @Test
    void joins_along_time_as_coarsely_as_the_coarser_side() {
        assertEquals(List.of(MONTH), join(List.of(MONTH), List.of(DAY)).key());
        assertEquals(List.of(MONTH), join(List.of(DAY), List.of(MONTH)).key());
    }

    @Test
    void a_dimension_of_the_same_name_that_is_no_time_is_another_one() {
        assertEquals(
                List.of(), join(List.of(DAY), List.of(Dimension.string("date"))).key());
    }

    @Test
    void a_window_ends_at_the_own_value_and_an_offset_moves_it() {
        assertEquals(new Reach(-6, 0), reach(Map.of("date", 7), Map.of()));
        assertEquals(new Reach(-1, -1), reach(Map.of(), Map.of("date", -1)));
        assertEquals(new Reach(-8, -2), reach(Map.of("date", 7), Map.of("date", -2)));
        assertEquals(Reach.OWN, reach(Map.of(), Map.of()));
    }

    @Test
    void what_is_not_shared_has_no_reach() {
        PartitionJoin join = PartitionJoin.of(List.of(SITE), List.of(SITE, DAY), Map.of("date", 7), Map.of());

        assertEquals(Map.of(), join.reach());
    }

    private static PartitionJoin join(List<Dimension> task, List<Dimension> input) {
        return PartitionJoin.of(task, input, Map.of(), Map.of());
    }

    private static Reach reach(Map<String, Integer> window, Map<String, Integer> offset) {
        return PartitionJoin.of(List.of(DAY), List.of(DAY), window, offset).reachOf(DAY);
    }
}
