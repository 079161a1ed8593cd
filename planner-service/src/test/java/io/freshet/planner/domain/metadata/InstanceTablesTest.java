package io.freshet.planner.domain.metadata;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.freshet.contracts.data.Fingerprint;
import io.freshet.contracts.data.Sha256;
import io.freshet.contracts.id.DatasetRef;
import io.freshet.contracts.partition.PartitionKey;
import io.freshet.planner.domain.MemoryTable;
import io.freshet.planner.domain.instance.InstanceId;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class InstanceTablesTest {
    private static final InstanceId MAP = new InstanceId("map", PartitionKey.parse("city=oslo"));
    private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");
    private static final Instant LATER = NOON.plusMillis(1);
    private static final Fingerprint OLD = fingerprint("old");
    private static final Fingerprint NEW = fingerprint("new");

    private final MemoryTable<String> rows = new MemoryTable<>();

    @Test
    void a_deadline_is_kept_for_each_input() {
        InputDeadlines deadlines = new InputDeadlines(rows);
        deadlines.put(MAP, "cities", NOON);
        deadlines.put(MAP, "roads", LATER);
        assertEquals(
                List.of("deadline|map|city=oslo|cities", "deadline|map|city=oslo|roads"),
                under(InputDeadlines.rowsOf("map")));

        deadlines.forget(MAP, "cities");

        assertNull(deadlines.get(MAP, "cities"));
        assertEquals(LATER, deadlines.get(MAP, "roads"));
    }

    @Test
    void a_pace_state_is_read_as_it_was_written() {
        PaceStates states = new PaceStates(rows);
        assertEquals(PaceState.NONE, states.get(MAP));
        PaceState launched = PaceState.launched(Map.of("cities", "a1", "roads", "b2"), NOON);
        for (PaceState state :
                List.of(launched, launched.changed("{cities=c3}", LATER), PaceState.NONE.changed("{}", NOON))) {
            states.put(MAP, state);
            assertEquals(state, states.get(MAP));
        }
        assertEquals(1, under(PaceStates.rowsOf("map")).size());

        states.forget(MAP);

        assertEquals(PaceState.NONE, states.get(MAP));
    }

    @Test
    void a_launch_replaces_what_the_one_before_read() {
        LaunchedParts parts = new LaunchedParts(rows);
        parts.replace(MAP, "roads", Map.of("r=1", OLD));
        parts.replace(MAP, "cities", Map.of("c=1", OLD, "c=2", OLD));

        parts.replace(MAP, "cities", Map.of("c=2", NEW, "c=3", NEW));

        assertEquals(Map.of("c=2", NEW, "c=3", NEW), parts.get(MAP, "cities"));
        assertEquals(Map.of("r=1", OLD), parts.get(MAP, "roads"));
        assertEquals(3, under(LaunchedParts.rowsOf("map")).size());
        parts.forget(MAP, "cities");
        assertEquals(Map.of(), parts.get(MAP, "cities"));
    }

    @Test
    void a_retained_output_is_forgotten_when_it_is_written_again() {
        RetainedOutputs outputs = new RetainedOutputs(rows);
        DatasetRef tiles = new DatasetRef("ns", "tiles");
        PartitionKey tile = PartitionKey.parse("city=oslo,tile=1");
        outputs.retain(MAP, tiles, tile);
        String row = under(RetainedOutputs.rowsOf("map")).getFirst();
        assertEquals("map|city=oslo|tiles|" + tile, RetainedOutputs.output(row));

        outputs.rewritten(MAP, tiles, tile);
        assertEquals(List.of(), rows.keys(""));

        outputs.retain(MAP, tiles, tile);
        outputs.forget(row);
        assertEquals(List.of(), rows.keys(""));
    }

    @Test
    void a_task_reports_from_its_first_result_on() {
        ReportingTasks tasks = new ReportingTasks(rows);
        tasks.add("map");
        assertTrue(tasks.contains("map"));
        assertFalse(tasks.contains("ma"));
    }

    @Test
    void the_evaluation_floor_only_rises() {
        EvaluationFloor floor = new EvaluationFloor(rows);
        assertEquals(0, floor.get());
        floor.raise(1L << 40);
        floor.raise(3);
        assertEquals(1L << 40, floor.get());
    }

    @Test
    void unsettled_edges_are_counted_under_each_key() {
        UnsettledCounts counts = new UnsettledCounts(rows);
        counts.under("map|cities|city=oslo|").add(2);
        assertEquals(2, counts.under("map|cities|city=oslo|").get());
        assertEquals(0, counts.under("map|cities|city=bergen|").get());
    }

    private List<String> under(String prefix) {
        return rows.keys(prefix);
    }

    private static Fingerprint fingerprint(String text) {
        return new Fingerprint(Sha256.of(text).hex());
    }
}
