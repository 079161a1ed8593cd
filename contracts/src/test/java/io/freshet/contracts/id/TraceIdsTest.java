package io.freshet.contracts.id;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.freshet.contracts.data.Sha256;
import io.freshet.contracts.partition.PartitionKey;
import java.util.List;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** The ids are written in the environment of tasks, headers and databases: these values must never change. */
class TraceIdsTest {
    private static final DatasetRef DATASET = new DatasetRef("prod", "daily");
    private static final PartitionKey DAY = PartitionKey.of("date", "2026-01-05");

    @Test
    void ids_never_change() {
        assertEquals("8b9ab33f2ae5ca10c7314765c0d08641", TraceIds.trace("cause-1"));
        assertEquals("715e8760be6802fa", TraceIds.root(TraceIds.trace("cause-1")));
        assertEquals("a9bf29e5e5e1257d", TraceIds.run("run-1"));
        assertEquals("740989b53c248902", TraceIds.attempt("clean-1"));
        assertEquals(
                "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
                TraceIds.traceparent("0af7651916cd43dd8448eb211c80319c", "b7ad6b7169203331", true));
        assertEquals("00-a-b-00", TraceIds.traceparent("a", "b", false));
    }

    @Test
    void a_part_of_the_traces_is_sampled_and_a_larger_part_has_them_too() {
        int sampled = 0;
        for (int i = 0; i < 10_000; i++) {
            String trace = TraceIds.trace("cause-" + i);
            assertTrue(TraceIds.isSampled(trace, 1));
            assertFalse(TraceIds.isSampled(trace, 0));
            boolean few = TraceIds.isSampled(trace, 0.1);
            assertTrue(!few || TraceIds.isSampled(trace, 0.2));
            sampled += few ? 1 : 0;
        }
        assertTrue(sampled > 900 && sampled < 1_100, "sampled: " + sampled);
    }

    @Test
    void every_id_has_the_form_that_trace_context_wants_and_none_is_another() {
        List<String> traces =
                List.of(TraceIds.trace("a"), TraceIds.trace("b"), TraceIds.trace("a", DAY), TraceIds.traceOfRun("a"));
        List<String> spans = List.of(
                TraceIds.root("a"),
                TraceIds.decision("a"),
                TraceIds.run("a"),
                TraceIds.opening("a", 1),
                TraceIds.opening("a", 2),
                TraceIds.attempt("a"),
                TraceIds.phase("a", "queue"),
                TraceIds.phase("a", "launch"),
                TraceIds.publication("a", DATASET, DAY, null),
                TraceIds.publication("a", DATASET, DAY, Sha256.of("x")),
                TraceIds.skip("a"));

        assertTrue(traces.stream().allMatch(trace -> trace.matches("[0-9a-f]{32}")), traces::toString);
        assertTrue(spans.stream().allMatch(span -> span.matches("[0-9a-f]{16}")), spans::toString);
        assertEquals(traces.size(), new TreeSet<>(traces).size());
        assertEquals(spans.size(), new TreeSet<>(spans).size());
    }
}
