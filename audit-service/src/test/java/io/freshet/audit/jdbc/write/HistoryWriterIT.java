package io.freshet.audit.jdbc.write;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.freshet.audit.history.LogEntry;
import io.freshet.audit.history.LogGap;
import io.freshet.audit.history.LogPartition;
import io.freshet.audit.history.LogPosition;
import io.freshet.audit.history.PlausibleHistory;
import io.freshet.audit.jdbc.read.InstanceQueries;
import io.freshet.audit.jdbc.read.RunQueries;
import io.freshet.contracts.event.Cause;
import io.freshet.contracts.event.InstanceState;
import io.freshet.contracts.event.Reason;
import io.freshet.contracts.event.RunFinished;
import io.freshet.contracts.event.TaskEvent.RunStarted;
import io.freshet.contracts.id.WorkflowRef;
import io.freshet.contracts.topic.Topics;
import io.freshet.testkit.TestDatabase;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the history becomes, in whatever order and however often it is written. */
final class HistoryWriterIT extends WithHistoryWriter {
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6})
    void comes_to_the_same_state_in_whatever_order_topics_are_read_and_however_often(long seed, TestDatabase other)
            throws SQLException {
        List<LogEntry> entries = entries(PlausibleHistory.random(START, seed, 40));
        append(journal, entries, entries.size());

        List<LogEntry> otherwise = interleavedAnew(entries, seed);
        try (TestDatabase empty = other.postgres().newDatabase();
                Database second = Database.migrated(empty)) {
            HistoryWriter replay = writer(second.source());
            append(replay, otherwise, 1 + (int) (seed % 7));
            rewindAndAppendAgain(replay, otherwise);

            assertEquals(audit.dump(), second.dump());
        }
    }

    @ParameterizedTest
    @CsvSource({
        "RUNNING, READY NEW a1, ADMITTED SLOT_FREE a1, RUNNING STARTED a1",
        "READY, READY NEW a1, WAITING NO_SLOT a1,",
        "CANCELLED, READY NEW a1, CANCELLED CANCEL_REQUESTED a1, ADMITTED SLOT_FREE a1",
        "READY, READY NEW a1, READY INPUT_CHANGED a2, ADMITTED SLOT_FREE a1",
        "SUCCEEDED, READY NEW a1, SUCCEEDED COMPLETED a1, RUNNING STARTED a1",
        "RUNNING, READY NEW a1, RETRYING RETRY a1, RUNNING STARTED a2",
        "RETRYING, READY NEW a1, RUNNING STARTED a1, RETRYING RETRY a2",
        "PENDING, READY NEW a1, RUNNING STARTED a1, PENDING UPSTREAM_PENDING",
    })
    void an_attempt_counts_only_while_the_last_decision_is_about_it(
            InstanceState state, String first, String second, String third) throws SQLException {
        PlausibleHistory history = new PlausibleHistory(START);
        var instance = PlausibleHistory.aggregate("2026-01-01");
        for (String told : Arrays.asList(first, second, third)) {
            if (told != null) {
                String[] words = told.split(" ");
                history.decide(
                        instance,
                        InstanceState.valueOf(words[0]),
                        Reason.valueOf(words[1]),
                        told,
                        "run",
                        words.length > 2 ? words[2] : null,
                        List.of());
            }
        }

        append(journal, entries(history), 1);

        assertEquals(
                state, new InstanceQueries(source).find(instance).orElseThrow().state());
    }

    @Test
    void a_topic_that_was_made_anew_is_read_from_its_beginning_and_what_it_says_counts_as_later(TestDatabase other)
            throws Exception {
        PlausibleHistory before = PlausibleHistory.random(START, 1, 3);
        append(journal, entries(before), 10);
        List<LogEntry> anew = entries(PlausibleHistory.random(START.plusSeconds(3_600), 2, 3));
        Map<LogPartition, LogPosition> beginning = positionsIn(journal, positions(anew), "two");

        assertEquals(
                Set.of(new LogPosition(1, 0)), Set.copyOf(beginning.values()), "each begins anew, in the next epoch");
        List<LogEntry> inNextEpoch = anew.stream()
                .map(entry -> new LogEntry(
                        entry.topic(), 0, 1, entry.offset(), entry.key(), "anew-" + entry.id(), entry.event()))
                .toList();
        journal.append(read(inNextEpoch), beginning, positions(anew));

        assertEquals(positions(anew).size(), journal.gaps(100).size());
        assertEquals(
                Set.of("the topic was made anew"),
                journal.gaps(100).stream().map(LogGap::reason).collect(Collectors.toSet()));
        try (TestDatabase empty = other.postgres().newDatabase();
                Database oracle = Database.migrated(empty)) {
            HistoryWriter whole = writer(oracle.source());
            List<LogEntry> all = new ArrayList<>(entries(before));
            all.addAll(inNextEpoch);
            Map<LogPartition, LogPosition> start = positionsIn(whole, positions(anew), "one");
            whole.append(read(all), start, positions(anew));
            for (String table : List.of("instances", "runs", "partitions", "workflows", "datasets", "attempts")) {
                assertEquals(oracle.dump().get(table), audit.dump().get(table), table);
            }
        }
        assertEquals(
                beginning.keySet(), positionsIn(journal, positions(anew), "two").keySet());
        assertEquals(positions(anew).size(), journal.gaps(100).size(), "and is noted once");
    }

    @ParameterizedTest
    @CsvSource({"0, 1, 1, true", "0, -3600000, 1, true", "0, 3600000, 2, false", "0, -3600000, 2, false"})
    void a_run_has_finished_when_its_last_opening_has_whatever_the_clocks_say(
            long begun, long ended, long openings, boolean finished) throws SQLException {
        WorkflowRef workflow = new WorkflowRef("prod", "claims");
        Cause cause = new Cause("c", Cause.Kind.FILES_CHANGED, START, "a file changed");
        List<LogEntry> entries = new ArrayList<>();
        for (int opening = 1; opening <= openings; opening++) {
            entries.add(new LogEntry(
                    Topics.TASK_EVENTS,
                    0,
                    opening,
                    "prod/claims",
                    "started-" + opening,
                    new RunStarted(workflow, "run", cause, 1, opening, START.plusMillis(begun))));
        }
        entries.add(new LogEntry(
                Topics.RUN_FINISHED,
                0,
                0,
                "prod/claims",
                "finished",
                new RunFinished(
                        workflow,
                        "run",
                        cause,
                        RunFinished.State.SUCCEEDED,
                        RunFinished.Summary.EMPTY,
                        0,
                        List.of(),
                        1,
                        START.plusMillis(begun),
                        START.plusMillis(ended))));

        append(journal, entries, 1);

        assertEquals(finished, new RunQueries(source).isFinished("run"));
    }

    @Test
    void a_reader_that_lost_its_partition_keeps_nothing() throws SQLException {
        List<LogEntry> entries = entries(PlausibleHistory.random(START, 1, 1));
        Map<LogPartition, Long> before = positions(entries);
        Map<LogPartition, LogPosition> zero = positionsIn(journal, before, "one");
        journal.append(read(entries), zero, before);
        var kept = audit.dump();

        LogEntry late = entry(Topics.TASK_EVENTS, 900, entries.getLast());
        assertThrows(
                LostPartitionException.class,
                () -> journal.append(read(List.of(late)), zero, Map.of(new LogPartition(Topics.TASK_EVENTS, 0), 901L)));

        assertEquals(kept, audit.dump());
    }

    /** Another order in which the topics could have been read: within a topic it stays. */
    private static List<LogEntry> interleavedAnew(List<LogEntry> entries, long seed) {
        Map<String, List<LogEntry>> byTopic = new HashMap<>();
        entries.forEach(entry ->
                byTopic.computeIfAbsent(entry.topic(), _ -> new ArrayList<>()).add(entry));
        List<List<LogEntry>> queues = new ArrayList<>(byTopic.values());
        Random random = new Random(seed);
        List<LogEntry> all = new ArrayList<>();
        while (!queues.isEmpty()) {
            List<LogEntry> queue = queues.get(random.nextInt(queues.size()));
            all.add(queue.removeFirst());
            if (queue.isEmpty()) {
                queues.remove(queue);
            }
        }
        return all;
    }

    /** As if offsets had been reset by hand. */
    private static void rewindAndAppendAgain(HistoryWriter journal, List<LogEntry> entries) throws SQLException {
        Map<LogPartition, LogPosition> positions = positionsIn(journal, positions(entries), "one");
        Map<LogPartition, Long> same = new HashMap<>();
        positions.forEach((partition, position) -> same.put(partition, position.next()));
        for (LogEntry entry : entries) {
            journal.append(read(List.of(entry)), positions, same);
        }
    }

    private static LogEntry entry(String topic, long offset, LogEntry like) {
        return new LogEntry(topic, 0, offset, like.key(), topic + "-" + offset, like.event());
    }
}
