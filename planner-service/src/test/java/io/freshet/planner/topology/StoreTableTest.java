package io.freshet.planner.topology;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.freshet.contracts.data.Sha256;
import io.freshet.contracts.event.Cause;
import io.freshet.contracts.event.Event;
import io.freshet.contracts.event.InstanceState;
import io.freshet.contracts.event.PartitionOrder;
import io.freshet.contracts.event.Reason;
import io.freshet.contracts.event.RunFinished.Summary;
import io.freshet.contracts.id.WorkflowRef;
import io.freshet.contracts.partition.PartitionKey;
import io.freshet.planner.PlannerFixtures;
import io.freshet.planner.domain.Attempt;
import io.freshet.planner.domain.Continuation;
import io.freshet.planner.domain.Dirt;
import io.freshet.planner.domain.Edge;
import io.freshet.planner.domain.Instance;
import io.freshet.planner.domain.Run;
import io.freshet.planner.domain.Upstream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.processor.TaskId;
import org.apache.kafka.streams.processor.api.MockProcessorContext;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.Stores;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StoreTableTest {
    @TempDir
    Path directory;

    private KeyValueStore<Bytes, byte[]> store;
    private StoreTable<String> table;

    @BeforeEach
    void open() {
        Properties settings = new Properties();
        settings.put(StreamsConfig.APPLICATION_ID_CONFIG, "store-table");
        settings.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, "unused:9092");
        MockProcessorContext<String, String> context =
                new MockProcessorContext<>(settings, new TaskId(0, 0), directory.toFile());
        store = Stores.keyValueStoreBuilder(Stores.persistentKeyValueStore("plans"), Serdes.Bytes(), Serdes.ByteArray())
                .withCachingDisabled()
                .withLoggingDisabled()
                .build();
        store.init(context.getStateStoreContext(), store);
        StateTables.fence(store);
        table = new StoreTable<>(store, 'h', Codecs.TEXT);
    }

    @AfterEach
    void close() {
        store.close();
    }

    @Test
    void visits_exactly_the_rows_below_a_prefix_in_order() {
        StoreTable<String> next = new StoreTable<>(store, 'i', Codecs.TEXT);
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
        Instance instance = new Instance(
                InstanceState.RETRYING,
                false,
                3,
                1,
                new Dirt(true, false, true, true),
                new Attempt(4, 2, 3, 3, true, true),
                Instance.Accepted.CACHED,
                PlannerFixtures.NOW.toEpochMilli() + 7,
                Sha256.of("last"),
                null);

        byte[] row = Codecs.INSTANCE.write(instance);

        assertEquals(instance, Codecs.INSTANCE.read(row));
        assertTrue(row.length <= 150, () -> row.length + " bytes");
    }

    @Test
    void reads_other_rows_as_they_were_written() {
        Edge edge = new Edge(null, Upstream.BAD);
        Run run = new Run(
                "r1",
                3,
                new Cause("c", Cause.Kind.BACKFILL, PlannerFixtures.NOW, "why"),
                PlannerFixtures.NOW,
                2,
                new Summary(1, 2, 3, 4, 5, 6, 7, 8),
                new Run.Stop(Reason.RUN_FAILED, "It failed."),
                Map.of("currency", "EUR"),
                PartitionOrder.OLDEST_FIRST,
                9_000,
                2);
        JsonCodec<Run> runs = new JsonCodec<>(Run.class);

        assertEquals(edge, Codecs.EDGE.read(Codecs.EDGE.write(edge)));
        assertEquals(run, runs.read(runs.write(run)));
        for (Continuation continuation : continuations(edge)) {
            assertEquals(
                    continuation, NamedJsonCodec.CONTINUATIONS.read(NamedJsonCodec.CONTINUATIONS.write(continuation)));
        }
        Event event = PlannerFixtures.copyingSites(new WorkflowRef("prod", "claims"), 1);
        assertEquals(event, NamedJsonCodec.EVENTS.read(NamedJsonCodec.EVENTS.write(event)));
    }

    private static List<Continuation> continuations(Edge edge) {
        PartitionKey none = PartitionKey.of(Map.of());
        PartitionKey day = PartitionKey.of(Map.of("date", "2026-01-05"));
        return List.of(
                new Continuation.Unsettling("clean|date=2026-01-05", List.of("r1", "r2")),
                new Continuation.Telling("clean", "codes", none, none, null, edge, List.of(), null, ""),
                new Continuation.Telling("clean", "codes", day, day, edge, null, List.of("r1"), "deployment", "row"),
                new Continuation.Sweeping("clean", Map.of("date", "2026"), Continuation.Sweep.FORCE, "r1", null, ""),
                new Continuation.Stopping("r1", Reason.CANCEL_REQUESTED, "Stopped.", "row"));
    }

    private List<String> keys(String prefix, String from) {
        List<String> keys = new ArrayList<>();
        table.scan(prefix, from, (key, _) -> keys.add(key));
        return keys;
    }
}
