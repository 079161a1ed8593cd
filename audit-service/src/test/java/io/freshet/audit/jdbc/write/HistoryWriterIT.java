package io.freshet.audit.jdbc.write;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.freshet.audit.history.FoldResult;
import io.freshet.audit.history.LineageRow;
import io.freshet.audit.history.LogEntry;
import io.freshet.audit.history.LogGap;
import io.freshet.audit.history.LogPartition;
import io.freshet.audit.history.LogPosition;
import io.freshet.audit.history.LogRecord;
import io.freshet.audit.history.PlausibleHistory;
import io.freshet.audit.jdbc.read.DeadLetterQueries;
import io.freshet.audit.jdbc.read.InstanceQueries;
import io.freshet.audit.jdbc.read.LogQueries;
import io.freshet.audit.jdbc.read.PageRequest;
import io.freshet.audit.jdbc.read.Query;
import io.freshet.audit.jdbc.read.RunQueries;
import io.freshet.audit.jdbc.read.Totals;
import io.freshet.contracts.event.Cause;
import io.freshet.contracts.event.InstanceState;
import io.freshet.contracts.event.LogChunk;
import io.freshet.contracts.event.Reason;
import io.freshet.contracts.event.RunFinished;
import io.freshet.contracts.event.TaskEvent.RunStarted;
import io.freshet.contracts.id.WorkflowRef;
import io.freshet.contracts.partition.PartitionKey;
import io.freshet.contracts.topic.Topics;
import io.freshet.testkit.TestDatabase;
import io.freshet.testkit.WithPostgres;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Writing to a real database, without a broker. */
@WithPostgres
final class HistoryWriterIT {
    private static final Instant START = Instant.parse("2026-01-31T23:59:59Z");
    private static final InstantSource CLOCK = Clock.fixed(START, ZoneOffset.UTC);

    private Database audit;
    private DataSource source;
    private HistoryWriter journal;

    @BeforeEach
    void migrate(TestDatabase database) {
        audit = Database.migrated(database);
        source = audit.source();
        journal = new HistoryWriter(source, new MonthlyPartitions(source, CLOCK), CLOCK);
    }

    @AfterEach
    void close() {
        audit.close();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6})
    void comes_to_the_same_state_in_whatever_order_topics_are_read_and_however_often(long seed, TestDatabase other)
            throws SQLException {
        List<LogEntry> entries = entries(PlausibleHistory.random(START, seed, 40));
        append(journal, entries, entries.size());

        List<LogEntry> otherwise = interleavedAnew(entries, seed);
        try (TestDatabase empty = other.postgres().newDatabase();
                Database second = Database.migrated(empty)) {
            HistoryWriter replay =
                    new HistoryWriter(second.source(), new MonthlyPartitions(second.source(), CLOCK), CLOCK);
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
            HistoryWriter whole =
                    new HistoryWriter(oracle.source(), new MonthlyPartitions(oracle.source(), CLOCK), CLOCK);
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

    @Test
    void keeps_text_with_characters_that_the_database_refuses() throws SQLException {
        PlausibleHistory history = new PlausibleHistory(START);
        var instance = PlausibleHistory.aggregate("2026-01-01");
        history.decide(instance, InstanceState.WAITING, Reason.MISSING_INPUT, "a \0 b \uD800 c", null, null, List.of());
        history.log(instance, "attempt\0", "run\0", 0, "out\0put", true);

        append(journal, entries(history), 10);

        assertTrue(audit.dump().get("dead_letters").isEmpty());
        assertEquals(
                "a \uFFFD b ? c",
                new InstanceQueries(source).find(instance).orElseThrow().sentence());
        assertEquals(
                "out\uFFFDput",
                new LogQueries(source).from("attempt\0", 0).getFirst().content());
    }

    @Test
    void what_cannot_be_kept_becomes_a_dead_letter_and_stops_nothing_else() throws SQLException {
        PlausibleHistory history = new PlausibleHistory(START);
        var instance = PlausibleHistory.aggregate("2026-01-01");
        history.decide(instance, InstanceState.READY, Reason.NEW, "new", null, null, List.of());
        PartitionKey longKey = PartitionKey.of("source", "x".repeat(3_000));
        history.decide(PlausibleHistory.clean(longKey), InstanceState.READY, Reason.NEW, "long", null, null, List.of());
        history.decide(instance, InstanceState.SKIPPED, Reason.UNCHANGED, "unchanged", null, null, List.of());

        append(journal, entries(history), 10);

        assertEquals(
                InstanceState.SKIPPED,
                new InstanceQueries(source).find(instance).orElseThrow().state());
        var letters = new DeadLetterQueries(source).list(PageRequest.first(10)).items();
        assertEquals(1, letters.size());
        assertTrue(letters.getFirst().reason().contains("characters, more than 2000"), letters::toString);
        assertEquals("audit", letters.getFirst().rejectedBy());
    }

    @Test
    void a_fault_of_ours_is_no_dead_letter_and_keeps_nothing_of_its_batch() throws SQLException {
        PlausibleHistory history = new PlausibleHistory(START);
        history.decide(
                PlausibleHistory.aggregate("2026-01-01"),
                InstanceState.READY,
                Reason.NEW,
                "new",
                null,
                null,
                List.of());
        List<FoldResult> batch = new ArrayList<>(read(entries(history)));
        Map<String, List<String>> before = audit.dump();
        // A row that no event of any kind leads to, as a mistake in the fold would make it.
        batch.add(new FoldResult(
                batch.getFirst().entry(),
                List.of(new LineageRow.Wrote("attempt", null, PartitionKey.NONE, null)),
                Optional.empty()));

        assertThrows(NullPointerException.class, () -> journal.append(batch, Map.of(), Map.of()));

        assertEquals(before, audit.dump());
    }

    @Test
    void what_only_the_database_refuses_becomes_a_dead_letter_too() throws SQLException {
        PlausibleHistory history = new PlausibleHistory(START);
        var instance = PlausibleHistory.aggregate("2026-01-01");
        history.decide(instance, InstanceState.READY, Reason.NEW, "new", null, null, List.of());
        // Nothing of its making asks for a text; its column does.
        history.tell(Topics.TASK_LOGS, "t", new LogChunk(instance, "t", "r", 0, 0, null, true, START));
        history.decide(instance, InstanceState.WAITING, Reason.MISSING_INPUT, "waits", null, null, List.of());

        append(journal, entries(history), 10);

        assertEquals(
                InstanceState.WAITING,
                new InstanceQueries(source).find(instance).orElseThrow().state());
        var letters = new DeadLetterQueries(source).list(PageRequest.first(10)).items();
        assertEquals(1, letters.size());
        assertTrue(letters.getFirst().reason().startsWith("the database refuses it"), letters::toString);
    }

    @Test
    void writes_each_month_into_its_partition_and_drops_it_when_it_is_old() throws SQLException {
        List<LogEntry> entries = entries(PlausibleHistory.random(START, 7, 20));
        append(journal, entries, 1_000);
        assertEquals(0, count("events_default"));
        assertTrue(count("events_2026_01") > 0);
        assertTrue(count("events_2026_02") > 0);

        Instant later = Instant.parse("2026-03-05T00:00:00Z");
        MonthlyPartitions months = new MonthlyPartitions(source, Clock.fixed(later, ZoneOffset.UTC));
        List<String> dropped = months.drop(Duration.ofDays(32), Duration.ofDays(1));

        assertEquals(
                List.of("events_2026_01", "decisions_2026_01", "log_chunks_2026_01", "log_chunks_2026_02"), dropped);
        assertTrue(count("events_2026_02") > 0);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void totals_are_what_counting_would_say_before_and_after_they_are_summed_up(long seed) throws SQLException {
        Totals totals = new Totals(source, CLOCK);
        append(journal, entries(PlausibleHistory.random(START, seed, 60)), 7);

        assertTotalsAreCounts();
        totals.sumUp();

        assertTotalsAreCounts();
        assertEquals(
                counted("SELECT DISTINCT namespace, workflow, task, state FROM instances WHERE NOT gone"),
                count("instance_totals"));
    }

    @Test
    void an_instance_that_is_no_more_is_in_no_list_and_after_a_while_not_known() throws SQLException {
        PlausibleHistory history = new PlausibleHistory(START);
        var removed = PlausibleHistory.aggregate("2026-01-01");
        var back = PlausibleHistory.aggregate("2026-01-02");
        for (var instance : List.of(removed, back)) {
            history.decide(instance, InstanceState.READY, Reason.NEW, "new", null, null, List.of());
            history.decide(instance, InstanceState.WAITING, Reason.REMOVED, "gone", null, null, List.of());
        }
        history.decide(back, InstanceState.WAITING, Reason.MISSING_INPUT, "waits", null, null, List.of());
        append(journal, entries(history), 2);
        InstanceQueries instances = new InstanceQueries(source);

        assertTotalsAreCounts();
        assertEquals(1, counted("SELECT 1 FROM instances WHERE NOT gone"));
        assertTrue(instances.find(removed).isPresent());

        Instant later = START.plus(Duration.ofDays(40));
        Totals totals = new Totals(source, Clock.fixed(later, ZoneOffset.UTC));
        assertEquals(0, totals.deleteGone(Duration.ofDays(60)));
        assertEquals(1, totals.deleteGone(Duration.ofDays(30)));

        assertTrue(instances.find(removed).isEmpty());
        assertTrue(instances.find(back).isPresent());
        assertTotalsAreCounts();
    }

    private void assertTotalsAreCounts() {
        assertEquals(
                List.of(),
                differences(
                        "SELECT namespace, workflow, task, state, count(*)::numeric FROM instances WHERE NOT gone"
                                + " GROUP BY namespace, workflow, task, state",
                        "SELECT namespace, workflow, task, state, sum(instances) FROM instance_totals"
                                + " GROUP BY namespace, workflow, task, state HAVING sum(instances) <> 0"));
        assertEquals(
                List.of(),
                differences(
                        "SELECT namespace, dataset, count(*)::numeric, sum(files), sum(bytes) FROM partitions"
                                + " WHERE fingerprint IS NOT NULL GROUP BY namespace, dataset",
                        "SELECT namespace, dataset, sum(partitions), sum(files), sum(bytes) FROM partition_totals"
                                + " GROUP BY namespace, dataset HAVING sum(partitions) <> 0"));
    }

    private List<String> differences(String one, String other) {
        return Query.of("SELECT d::text AS row FROM ((" + one + " EXCEPT " + other + ") UNION ALL (" + other
                        + " EXCEPT " + one + ")) AS d")
                .list(source, fields -> fields.text("row"));
    }

    private long counted(String query) throws SQLException {
        return count("(" + query + ") AS counted");
    }

    @Test
    void what_is_of_an_unlikely_time_lies_in_the_default_partition() throws SQLException {
        append(journal, entries(PlausibleHistory.random(Instant.parse("1999-01-01T00:00:00Z"), 7, 2)), 1_000);

        assertTrue(count("events_default") > 0);
        assertFalse(audit.dump().get("instances").isEmpty());
    }

    private long count(String table) throws SQLException {
        return Query.of("SELECT count(*) AS rows FROM " + table)
                .first(source, fields -> fields.number("rows"))
                .orElseThrow();
    }

    private static List<LogEntry> entries(PlausibleHistory history) {
        Map<String, Long> offsets = new HashMap<>();
        List<LogEntry> entries = new ArrayList<>();
        for (LogRecord record : history.records()) {
            entries.add(record.at(offsets.merge(record.topic(), 1L, Long::sum) - 1));
        }
        return entries;
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

    private static void append(HistoryWriter journal, List<LogEntry> entries, int batch) throws SQLException {
        Map<LogPartition, LogPosition> positions = positionsIn(journal, positions(entries), "one");
        for (int from = 0; from < entries.size(); from += batch) {
            List<LogEntry> some = entries.subList(from, Math.min(entries.size(), from + batch));
            Map<LogPartition, Long> next = positions(some);
            journal.append(read(some), positions, next);
            next.forEach((partition, offset) -> positions.put(partition, new LogPosition(0, offset)));
        }
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

    /** Where the database is, of topics that all have this id. */
    private static Map<LogPartition, LogPosition> positionsIn(
            HistoryWriter journal, Map<LogPartition, Long> partitions, String topicId) throws SQLException {
        Map<String, String> ids = new HashMap<>();
        partitions.keySet().forEach(partition -> ids.put(partition.topic(), topicId));
        return new HashMap<>(journal.positions(partitions.keySet(), ids));
    }

    private static Map<LogPartition, Long> positions(List<LogEntry> entries) {
        Map<LogPartition, Long> positions = new HashMap<>();
        entries.forEach(entry -> positions.merge(new LogPartition(entry.topic(), 0), entry.offset() + 1, Math::max));
        return positions;
    }

    private static List<FoldResult> read(List<LogEntry> entries) {
        return entries.stream().map(FoldResult::of).toList();
    }

    private static LogEntry entry(String topic, long offset, LogEntry like) {
        return new LogEntry(topic, 0, offset, like.key(), topic + "-" + offset, like.event());
    }
}
