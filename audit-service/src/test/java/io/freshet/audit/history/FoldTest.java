package io.freshet.audit.history;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.freshet.contracts.event.InstanceState;
import io.freshet.contracts.event.Reason;
import io.freshet.contracts.event.RunRequest;
import io.freshet.contracts.event.TaskEvent.StateChanged;
import io.freshet.contracts.event.TaskEvent.StatesChanged;
import io.freshet.contracts.id.DerivedId;
import io.freshet.contracts.partition.PartitionKey;
import io.freshet.contracts.partition.PartitionSelection;
import io.freshet.contracts.spec.AlertSpec;
import io.freshet.contracts.spec.RunSettings;
import io.freshet.contracts.topic.Topics;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

final class FoldTest {
    private static final Instant START = Instant.parse("2026-01-10T08:00:00Z");

    @ParameterizedTest
    @CsvSource({
        "PENDING, UPSTREAM_PENDING, Decision, PENDING",
        "WAITING, MISSING_INPUT, Decision, WAITING",
        "WAITING, NO_SLOT, Progress, READY",
        "READY, NOT_BEFORE, Progress, READY",
        "READY, INPUT_CHANGED, Decision, READY",
        "ADMITTED, SLOT_FREE, Progress, ADMITTED",
        "ADMITTED, START_DELAYED, Progress, ADMITTED",
        "RUNNING, STARTED, Progress, RUNNING",
        "RETRYING, RETRY, Decision, RETRYING",
        "SKIPPED, UNCHANGED, Decision, SKIPPED",
        "FAILED, RETRIES_SPENT, Decision, FAILED",
        "CANCELLED, CANCEL_REQUESTED, Decision, CANCELLED",
    })
    void tells_what_was_decided_from_how_far_an_attempt_is(
            InstanceState state, Reason reason, String row, InstanceState kept) {
        LogEntry entry = entry(decision(state, reason, "attempt-1"), 5);
        List<Row> rows = Fold.fold(entry).stream()
                .filter(each -> !(each instanceof OccurrenceRow) && !(each instanceof AttemptRow))
                .toList();

        assertEquals(2, rows.size());
        assertEquals(
                row.equals("Progress"),
                assertInstanceOf(HistoryRow.Decided.class, rows.getFirst()).progress());
        switch ((InstanceRow) rows.getLast()) {
            case InstanceRow.Decision decision -> {
                assertEquals("Decision", row);
                assertEquals(kept, decision.decision().state());
                assertEquals(entry.seq(), decision.seq());
            }
            case InstanceRow.Progress progress -> {
                assertEquals("Progress", row);
                assertEquals(kept, progress.state());
            }
            case InstanceRow.Success success -> throw new AssertionError(success);
        }
    }

    @Test
    void a_failure_is_something_that_people_may_be_alerted_of() {
        LogEntry entry = entry(decision(InstanceState.FAILED, Reason.RETRIES_SPENT, "attempt-1"), 5);

        OccurrenceRow row =
                assertInstanceOf(OccurrenceRow.class, Fold.fold(entry).getLast());

        assertEquals(entry.id(), row.key());
        assertEquals(AlertSpec.Condition.FAILED, row.occurrence().condition());
        assertTrue(row.occurrence().subject().instance() != null);
    }

    @Test
    void a_success_accepts_its_attempt() {
        List<Row> rows = Fold.fold(entry(decision(InstanceState.SUCCEEDED, Reason.COMPLETED, "attempt-1"), 5));

        assertTrue(rows.stream().anyMatch(InstanceRow.Success.class::isInstance));
        assertTrue(rows.stream().anyMatch(AttemptRow.Accepted.class::isInstance));
    }

    @Test
    void state_changes_of_one_record_are_taken_as_records_of_their_own_in_their_order() {
        List<StateChanged> changes = List.of(
                decision(InstanceState.READY, Reason.INPUT_CHANGED, "attempt-1"),
                decision(InstanceState.SUCCEEDED, Reason.COMPLETED, "attempt-1"));
        LogEntry together = new LogEntry(
                Topics.TASK_EVENTS,
                0,
                5,
                "prod/claims",
                "id",
                StatesChanged.of(changes.getFirst().workflow(), changes, START));

        List<LogEntry> parts = together.parts();

        assertEquals(changes, parts.stream().map(LogEntry::event).toList());
        assertEquals(List.of("id.0", "id.1"), parts.stream().map(LogEntry::id).toList());
        assertTrue(parts.getFirst().seq() > entry(changes.getFirst(), 4).seq());
        assertTrue(parts.getFirst().seq() < parts.getLast().seq());
        assertTrue(parts.getLast().seq() < entry(changes.getFirst(), 6).seq());
        assertThrows(IllegalArgumentException.class, () -> Fold.fold(together));
        assertEquals(
                List.of(entry(changes.getFirst(), 5)),
                entry(changes.getFirst(), 5).parts());
    }

    @Test
    void a_request_belongs_to_the_run_it_will_start() {
        var cause = new PlausibleHistory(START).arrived(PartitionKey.NONE, "x");
        var request = new RunRequest.Evaluate(
                PlausibleHistory.WORKFLOW,
                cause,
                List.of(),
                PartitionSelection.ALL,
                RunSettings.FORCED,
                "alice",
                START);

        HistoryRow.Happened row = (HistoryRow.Happened)
                Fold.fold(entry(Topics.RUN_REQUESTS, request)).getFirst();

        assertEquals(DerivedId.run(PlausibleHistory.WORKFLOW, cause.id()), row.run());
    }

    @Test
    void a_tombstone_removes_a_workflow_and_means_nothing_elsewhere() {
        Instant at = Instant.parse("2026-01-05T06:00:00Z");
        LogEntry removal = new LogEntry(Topics.WORKFLOW_DEFINITIONS, 0, 0, 9, "prod/claims", "", null, at);

        assertEquals(List.of(new WorkflowRow(PlausibleHistory.WORKFLOW, null, at, removal.seq())), Fold.fold(removal));
        assertEquals(List.of(), Fold.fold(new LogEntry(Topics.TASK_EVENTS, 0, 9, "prod/claims", "", null)));
        assertTrue(FoldResult.of(new LogEntry(Topics.WORKFLOW_DEFINITIONS, 0, 9, "nonsense", "", null))
                .objection()
                .isPresent());
    }

    @Test
    void a_fault_of_ours_is_thrown_and_is_no_objection() {
        // No JSON is read as such a decision.
        LogEntry impossible = entry(decision(InstanceState.SUCCEEDED, null, "attempt-1"), 5);

        assertThrows(NullPointerException.class, () -> FoldResult.of(impossible));
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void rows_mean_the_same_in_any_order_and_however_often(long seed) {
        List<Row> rows = new ArrayList<>();
        Map<String, Long> offsets = new HashMap<>();
        for (LogRecord record : PlausibleHistory.random(START, seed, 30).records()) {
            rows.addAll(Fold.fold(record.at(offsets.merge(record.topic(), 1L, Long::sum))));
        }
        Map<String, Row> state = merged(rows);

        Random random = new Random(seed);
        List<Row> otherwise = new ArrayList<>(rows);
        otherwise.addAll(rows.subList(0, random.nextInt(rows.size())));
        Collections.shuffle(otherwise, random);

        assertEquals(state, merged(otherwise));
    }

    static List<Long> seeds() {
        return new Random(4711).longs(200).boxed().toList();
    }

    private static Map<String, Row> merged(List<Row> rows) {
        Map<String, Row> state = new TreeMap<>();
        rows.forEach(row -> state.merge(row.getClass().getName() + " " + row.key(), row, Merge::choose));
        return state;
    }

    private static StateChanged decision(InstanceState state, Reason reason, String attempt) {
        return new StateChanged(
                PlausibleHistory.aggregate("2026-01-01"),
                state,
                reason,
                "because",
                "run-1",
                attempt,
                List.of(),
                List.of(),
                null,
                List.of(),
                START);
    }

    private static LogEntry entry(StateChanged event, long offset) {
        return new LogEntry(Topics.TASK_EVENTS, 0, offset, "prod/claims", "id-" + offset, event);
    }

    private static LogEntry entry(String topic, io.freshet.contracts.event.Event event) {
        return new LogEntry(topic, 0, 1, "prod/claims", "id", event);
    }
}
