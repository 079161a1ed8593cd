package io.freshet.servicekit.streams;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.freshet.servicekit.streams.SourceGap.Kind;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class SourcePositionsTest {
    private static final TopicPartition READ = new TopicPartition("read", 0);

    @Test
    void a_topology_that_never_read_has_lost_nothing() {
        assertEquals(List.of(), SourcePositions.NONE.gaps(log("a", 5, null, 9)));
    }

    @Test
    void what_was_deleted_before_it_was_read_is_a_gap() {
        assertEquals(
                List.of(new SourceGap("read", 0, 2, 5, Kind.DELETED)), SourcePositions.NONE.gaps(log("a", 5, 2L, 9)));
    }

    @Test
    void a_marker_that_was_known_to_be_one_may_be_deleted() {
        SourcePositions known =
                SourcePositions.NONE.advanced(log("a", 0, 4L, 5)).with(Map.of(READ, 5L));

        assertEquals(List.of(), known.gaps(log("a", 5, 4L, 5)));
    }

    @Test
    void committed_offsets_that_have_expired_hide_no_gap() {
        SourcePositions known = SourcePositions.NONE.advanced(log("a", 0, 4L, 5));

        assertEquals(List.of(), known.gaps(log("a", 4, null, 9)));
        assertEquals(List.of(new SourceGap("read", 0, 4, 6, Kind.DELETED)), known.gaps(log("a", 6, null, 9)));
    }

    @Test
    void another_topic_of_the_same_name_is_known_by_its_id_however_long_it_is() {
        SourcePositions known = SourcePositions.NONE.advanced(log("a", 0, 4L, 5));

        assertEquals(List.of(new SourceGap("read", 0, 4, 0, Kind.MADE_ANEW)), known.gaps(log("b", 0, null, 0)));
        assertEquals(List.of(new SourceGap("read", 0, 4, 0, Kind.MADE_ANEW)), known.gaps(log("b", 0, 4L, 90)));
    }

    @Test
    void a_log_that_lost_its_end_is_read_on_from_there_without_a_decision() {
        List<SourceGap> gaps = SourcePositions.NONE.advanced(log("a", 0, 8L, 9)).gaps(log("a", 0, 7L, 6));

        assertEquals(List.of(new SourceGap("read", 0, 8, 6, Kind.CUT_OFF)), gaps);
        assertEquals(false, gaps.getFirst().needsDecision());
    }

    @Test
    void a_topic_with_state_that_is_gone_or_another_one_is_noticed() {
        SourcePositions known = new SourcePositions(Map.of("read", "a", "state", "s"), Map.of(READ, 4L));
        SourceGap lost = new SourceGap("state", 0, 0, 0, Kind.STATE_LOST);

        assertEquals(List.of(lost), known.gaps(log("a", 0, 4L, 5)));
        assertEquals(List.of(lost), known.gaps(withState("t")));
        assertEquals(List.of(), known.gaps(withState("s")));
    }

    @Test
    void after_a_gap_was_accepted_there_is_none_whatever_it_was() {
        Random random = new Random(17);
        for (int i = 0; i < 10_000; i++) {
            SourcePositions known = SourcePositions.NONE.advanced(random(random));
            SourceLog log = random(random);
            List<SourceGap> gaps = known.gaps(log);

            SourcePositions next = known.without(gaps).advanced(log.without(gaps));

            assertEquals(List.of(), next.gaps(log.without(gaps)), () -> known + " " + log);
        }
    }

    private static SourceLog random(Random random) {
        long beginning = random.nextInt(10);
        return log(
                random.nextBoolean() ? "a" : "b",
                beginning,
                random.nextInt(3) == 0 ? null : Long.valueOf(random.nextInt(20)),
                beginning + random.nextInt(10));
    }

    private static SourceLog withState(String id) {
        SourceLog log = log("a", 0, 4L, 5);
        return new SourceLog(Map.of("read", "a", "state", id), log.beginnings(), log.committed(), log.ends());
    }

    private static SourceLog log(String id, long beginning, @Nullable Long committed, long end) {
        return new SourceLog(
                Map.of("read", id),
                Map.of(READ, beginning),
                committed == null ? Map.of() : Map.of(READ, committed),
                Map.of(READ, end));
    }
}
