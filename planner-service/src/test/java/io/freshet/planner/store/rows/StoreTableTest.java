package io.freshet.planner.store.rows;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.freshet.contracts.data.Sha256;
import io.freshet.contracts.event.Cause;
import io.freshet.contracts.event.Event;
import io.freshet.contracts.event.Reason;
import io.freshet.contracts.event.RunFinished.Summary;
import io.freshet.contracts.id.WorkflowRef;
import io.freshet.contracts.partition.PartitionKey;
import io.freshet.contracts.partition.PartitionSelection;
import io.freshet.contracts.partition.ValueRange;
import io.freshet.contracts.spec.PartitionOrder;
import io.freshet.planner.PlannerFixtures;
import io.freshet.planner.domain.instance.Accepted;
import io.freshet.planner.domain.instance.ActionHistory;
import io.freshet.planner.domain.instance.Attempt;
import io.freshet.planner.domain.instance.DirtyFlags;
import io.freshet.planner.domain.instance.Instance;
import io.freshet.planner.domain.instance.Phase;
import io.freshet.planner.domain.instance.Upstream;
import io.freshet.planner.domain.instance.Waits;
import io.freshet.planner.domain.state.Continuation;
import io.freshet.planner.domain.state.DeferredEdgeChange;
import io.freshet.planner.domain.state.Edge;
import io.freshet.planner.domain.state.EdgeChange;
import io.freshet.planner.domain.state.ReaderReaction;
import io.freshet.planner.domain.state.Run;
import io.freshet.planner.domain.state.Sweep;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.state.KeyValueStore;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StoreTableTest {
    @TempDir
    Path directory;

    private KeyValueStore<Bytes, byte[]> store;
    private StagedStore rows;
    private StoreTable<String> table;

    @BeforeEach
    void open() {
        store = PlannerStores.open(directory);
        rows = new StagedStore(store);
        rows.fence();
        table = StoreTable.of(rows, 'h', Codecs.TEXT);
    }

    @AfterEach
    void close() {
        store.close();
    }

    @Test
    void visits_exactly_the_rows_below_a_prefix_in_order() {
        StoreTable<String> next = StoreTable.of(rows, 'i', Codecs.TEXT);
        for (String key : List.of("b|2", "a|1", "b|1", "b|10", "c|1", "bb|1")) {
            table.put(key, "");
            next.put(key, "");
        }

        assertEquals(List.of("b|1", "b|10", "b|2"), keys("b|", "b|"));
        assertEquals(List.of("b|10", "b|2"), keys("b|", "b|10"));
        assertEquals(6, keys("", "").size());
    }

    @Test
    void lets_a_visitor_delete_what_it_sees() {
        for (int i = 0; i < 100; i++) {
            table.put("a|" + i, "x");
        }

        table.scan("a|", (key, _) -> {
            table.delete(key);
            return true;
        });

        assertEquals(List.of(), keys("", ""));
        assertNull(table.get("a|1"));
    }

    @Test
    void reads_an_instance_as_it_was_written_in_few_bytes() {
        Instance instance = instance("");
        Instance waited = instance("copy|site=a|1|2\nclean|site=a|3|4");

        byte[] row = Codecs.INSTANCE.write(instance);

        assertEquals(instance, Codecs.INSTANCE.read(row));
        assertEquals(waited, Codecs.INSTANCE.read(Codecs.INSTANCE.write(waited)));
        assertTrue(row.length <= 150, () -> row.length + " bytes");
    }

    private static Instance instance(String path) {
        return new Instance(
                new Phase.InFlight(new Attempt(4, 2, 3, 3, true, true), Accepted.CACHED),
                new Waits(3, 1),
                new DirtyFlags(true, false, true, true),
                new ActionHistory(PlannerFixtures.NOW.toEpochMilli() + 7, Sha256.of("last"), null, true),
                path);
    }

    @Test
    void reads_other_rows_as_they_were_written() {
        Edge edge = new Edge(null, Upstream.BAD);
        assertEquals(edge, Codecs.EDGE.read(Codecs.EDGE.write(edge)));
        for (Continuation continuation : continuations(edge)) {
            assertEquals(
                    continuation, NamedJsonCodec.CONTINUATIONS.read(NamedJsonCodec.CONTINUATIONS.write(continuation)));
        }
        Event event = PlannerFixtures.copyingSites(new WorkflowRef("prod", "claims"), 1);
        assertEquals(event, NamedJsonCodec.EVENTS.read(NamedJsonCodec.EVENTS.write(event)));
    }

    @Test
    void writes_little_when_a_run_gets_further() {
        StoreTable<Run> begun = StoreTable.of(rows, 'u', new JsonCodec<>(Run.class));
        StoreTable<Run.Progress> progress = StoreTable.of(rows, 'v', Codecs.PROGRESS);
        RunTable runs = new RunTable(begun, progress);
        Run run = run(2, new Summary(1, 2, 3, 4, 5, 6, 7, 8), 9_000, 2);

        runs.put("r1", run(1, Summary.EMPTY, 0, 0));
        Run before = begun.get("r1");
        runs.put("r1", run);

        assertEquals(run, runs.get("r1"));
        runs.scan("", (_, same) -> {
            assertEquals(run, same);
            return true;
        });
        assertEquals(before, begun.get("r1"));
        int bytes = Codecs.PROGRESS.write(progress.get("r1")).length;
        assertTrue(bytes <= 50, () -> bytes + " bytes");
        runs.delete("r1");
        assertNull(runs.get("r1"));
        assertNull(progress.get("r1"));
    }

    @Test
    void reads_a_run_that_was_written_in_one_row() {
        StoreTable<Run> begun = StoreTable.of(rows, 'u', new JsonCodec<>(Run.class));
        Run run = run(2, new Summary(1, 2, 3, 4, 5, 6, 7, 8), 9_000, 2);
        begun.put("r1", run);

        RunTable runs = new RunTable(begun, StoreTable.of(rows, 'v', Codecs.PROGRESS));

        assertEquals(run, runs.get("r1"));
    }

    private static Run run(int outstanding, Summary summary, long bytes, int allowedFailures) {
        return new Run(
                new Run.Start(
                        "r1", 3, new Cause("c", Cause.Kind.BACKFILL, PlannerFixtures.NOW, "why"), PlannerFixtures.NOW),
                new Run.Options(Map.of("currency", "EUR"), PartitionOrder.OLDEST_FIRST, 4, -1),
                new Run.Progress(outstanding, summary, bytes, allowedFailures),
                new Run.Stop(Reason.RUN_FAILED, "It failed."));
    }

    private static List<Continuation> continuations(Edge edge) {
        PartitionKey none = PartitionKey.of(Map.of());
        PartitionKey day = PartitionKey.of(Map.of("date", "2026-01-05"));
        return List.of(
                new Continuation.Invalidate("clean|date=2026-01-05", List.of("r1", "r2")),
                new Continuation.NotifyReaders(
                        "clean",
                        "codes",
                        none,
                        new EdgeChange(none, null, edge),
                        new ReaderReaction(List.of(), null),
                        ""),
                new Continuation.NotifyReaders(
                        "clean",
                        "codes",
                        day,
                        new EdgeChange(day, edge, null),
                        new ReaderReaction(List.of("r1"), "deployment"),
                        "row"),
                new Continuation.SweepTask(
                        "clean",
                        new PartitionSelection(
                                Map.of("site", "north"), Map.of("date", List.of(new ValueRange("2026", null)))),
                        Sweep.FORCE,
                        new ReaderReaction(List.of("r1"), null),
                        ""),
                new Continuation.Foremost(
                        new Continuation.SweepTask(
                                        "clean",
                                        PartitionSelection.ALL,
                                        Sweep.REQUEST,
                                        new ReaderReaction(List.of("r1"), null),
                                        "")
                                .after("7973|clean|date=2026-01-05"),
                        List.of("7973|clean|date=2026-01-05"),
                        "clean|date=2026-01-06"),
                new DeferredEdgeChange(
                        new DeferredEdgeChange.Place("clean", "codes", day),
                        edge,
                        new ReaderReaction(List.of("r1"), "deployment"),
                        false),
                new DeferredEdgeChange(
                        new DeferredEdgeChange.Place("clean", "codes", none), null, ReaderReaction.EVALUATE, true),
                new Continuation.ChangeEdges("row"),
                new Continuation.StopRun("r1", Reason.CANCEL_REQUESTED, "Stopped.", "row"));
    }

    private List<String> keys(String prefix, String from) {
        List<String> keys = new ArrayList<>();
        table.scan(prefix, from, (key, _) -> keys.add(key));
        return keys;
    }
}
