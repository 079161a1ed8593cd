package io.freshet.audit.jdbc.write;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.freshet.audit.history.LogEntry;
import io.freshet.audit.history.LogPartition;
import io.freshet.audit.jdbc.read.Query;
import io.freshet.audit.jdbc.read.TraceQueries;
import io.freshet.contracts.api.SpanInfo;
import io.freshet.contracts.api.TraceDetail;
import io.freshet.contracts.id.TraceIds;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The spans that the history keeps are those that the log means, in whatever order its topics are read, and however often. */
final class SpansIT extends WithHistoryWriter {
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void are_those_of_the_whole_log_whatever_was_read_first_and_what_was_read_twice(long seed) throws SQLException {
        Random random = new Random(seed);
        List<LogEntry> entries = entries(TracedHistory.random(START, random, 25));

        append(journal, interleaved(entries, random), 1 + random.nextInt(20));
        appendAgain(entries, random);

        SortedMap<String, String> expected = ExpectedSpans.of(entries);
        assertEquals(String.join("\n", expected.values()), String.join("\n", kept().values()));
        assertWhole();
    }

    @ParameterizedTest
    @ValueSource(longs = {5, 6})
    void of_traces_that_are_not_sampled_what_failed_is_kept(long seed) throws SQLException {
        double part = 0.4;
        Random random = new Random(seed);
        List<LogEntry> entries = entries(TracedHistory.random(START, random, 40));
        journal = new HistoryWriter(source, new MonthlyPartitions(source, CLOCK), CLOCK, part);

        append(journal, interleaved(entries, random), 1 + random.nextInt(20));
        appendAgain(entries, random);

        SortedMap<String, String> expected = ExpectedSpans.of(entries, part);
        assertTrue(expected.size() < ExpectedSpans.of(entries).size(), "some are left out");
        assertEquals(String.join("\n", expected.values()), String.join("\n", kept().values()));
        assertWhole();
    }

    @Test
    void switched_off_nothing_is_kept() throws SQLException {
        List<LogEntry> entries = entries(TracedHistory.random(START, new Random(7), 5));

        append(new HistoryWriter(source, new MonthlyPartitions(source, CLOCK), CLOCK, 0), entries, 10);

        assertEquals(0, count("spans"));
    }

    /** Every trace has one root, and every other span a parent in the same trace. */
    private void assertWhole() throws SQLException {
        assertTrue(count("spans") > 50, "there are spans");
        assertEquals(0, count("(SELECT span FROM spans GROUP BY span HAVING count(*) > 1) d"), "doubled");
        assertEquals(
                0,
                count("(SELECT trace FROM spans GROUP BY trace HAVING count(*) FILTER (WHERE parent IS NULL) <> 1) r"),
                "traces without one root");
        assertEquals(
                0,
                count("(SELECT 1 FROM spans s WHERE s.parent IS NOT NULL AND NOT EXISTS"
                        + " (SELECT 1 FROM spans p WHERE p.span = s.parent AND p.trace = s.trace)) o"),
                "orphans");
    }

    @Test
    void a_span_is_linked_to_the_attempts_that_made_what_it_read() throws SQLException {
        TracedHistory history = new TracedHistory(START);
        String run = history.fanIn();
        append(journal, entries(history), 10);

        TraceQueries traces = new TraceQueries(source);
        String trace = Query.of("SELECT trace FROM spans WHERE span = ?", TraceIds.run(run))
                .first(source, row -> row.text("trace"))
                .orElseThrow();
        TraceDetail detail = traces.find(trace).orElseThrow();

        List<SpanInfo.Link> links = detail.spans().stream()
                .filter(span -> span.name().equals("task aggregate"))
                .flatMap(span -> span.links().stream())
                .toList();
        assertEquals(2, links.size(), links::toString);
        assertTrue(
                links.stream()
                        .allMatch(link -> detail.spans().stream()
                                .anyMatch(span -> span.span().equals(link.span())
                                        && span.name().equals("task clean"))),
                links::toString);
    }

    private SortedMap<String, String> kept() {
        SortedMap<String, String> kept = new TreeMap<>();
        Query.of("SELECT * FROM spans")
                .list(
                        source,
                        row -> kept.put(
                                row.text("span"),
                                ExpectedSpans.text(
                                        row.text("span"),
                                        row.text("trace"),
                                        row.textOrNull("parent"),
                                        row.text("name"),
                                        row.time("started_at"),
                                        row.time("ended_at"),
                                        row.textOrNull("error"),
                                        row.texts("links"))));
        return kept;
    }

    private static List<LogEntry> interleaved(List<LogEntry> entries, Random random) {
        Map<String, List<LogEntry>> byTopic = new TreeMap<>();
        entries.forEach(entry ->
                byTopic.computeIfAbsent(entry.topic(), _ -> new ArrayList<>()).add(entry));
        List<List<LogEntry>> queues = new ArrayList<>(byTopic.values());
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

    /** As if offsets had been set back by hand. */
    private void appendAgain(List<LogEntry> entries, Random random) throws SQLException {
        var positions = positionsIn(journal, positions(entries), "one");
        Map<LogPartition, Long> same = new HashMap<>();
        positions.forEach((partition, position) -> same.put(partition, position.next()));
        for (int i = 0; i < 50; i++) {
            journal.append(read(List.of(entries.get(random.nextInt(entries.size())))), positions, same);
        }
    }
}
