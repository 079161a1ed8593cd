package io.freshet.audit.jdbc.write;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.freshet.audit.history.FoldResult;
import io.freshet.audit.history.LineageRow;
import io.freshet.audit.history.PlausibleHistory;
import io.freshet.audit.jdbc.read.DeadLetterQueries;
import io.freshet.audit.jdbc.read.InstanceQueries;
import io.freshet.audit.jdbc.read.LogQueries;
import io.freshet.audit.jdbc.read.PageRequest;
import io.freshet.contracts.event.InstanceState;
import io.freshet.contracts.event.LogChunk;
import io.freshet.contracts.event.Reason;
import io.freshet.contracts.partition.PartitionKey;
import io.freshet.contracts.topic.Topics;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What the database refuses to keep, of a real one. */
final class RefusedEventsIT extends WithHistoryWriter {
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
                audit.bean(LogQueries.class).from("attempt\0", 0).getFirst().content());
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
        var letters = new DeadLetterQueries(audit.source())
                .list(DeadLetterQueries.Wanted.ANY, PageRequest.first(10))
                .items();
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
        var letters = new DeadLetterQueries(audit.source())
                .list(DeadLetterQueries.Wanted.ANY, PageRequest.first(10))
                .items();
        assertEquals(1, letters.size());
        assertTrue(letters.getFirst().reason().startsWith("the database refuses it"), letters::toString);
    }
}
