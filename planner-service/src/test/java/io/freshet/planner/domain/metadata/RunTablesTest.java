package io.freshet.planner.domain.metadata;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.freshet.planner.domain.MemoryTable;
import java.util.List;
import org.junit.jupiter.api.Test;

class RunTablesTest {
    private final MemoryTable<String> rows = new MemoryTable<>();

    @Test
    void numbers_runs_from_one() {
        assertEquals(1, new RunSequence(rows).next());
        assertEquals(2, new RunSequence(rows).next());
    }

    @Test
    void remembers_how_the_last_requested_run_ended() {
        RequestedRuns runs = new RequestedRuns(rows);
        runs.open("run-1");
        runs.open("run-2");
        runs.close("run-1", false);
        assertEquals(List.of("run-2"), runs.open());
        assertTrue(runs.hasLastFailed());

        runs.close("run-2", true);

        assertFalse(runs.hasLastFailed());
        assertEquals(List.of(), rows.keys(""));
    }

    @Test
    void forgets_the_request_that_was_answered_longest_ago() {
        AnsweredRequests answered = new AnsweredRequests(rows);
        for (int i = 0; i < AnsweredRequests.CAPACITY; i++) {
            answered.add("run-" + i);
        }
        assertTrue(answered.contains("run-0"));

        answered.add("one-more");

        assertFalse(answered.contains("run-0"));
        assertTrue(answered.contains("run-1"));
        assertTrue(answered.contains("one-more"));
    }
}
