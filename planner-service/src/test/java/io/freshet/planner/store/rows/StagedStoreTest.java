package io.freshet.planner.store.rows;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.freshet.contracts.data.Sha256;
import io.freshet.contracts.event.TaskEvent.WorkflowFaulted;
import io.freshet.contracts.topic.RecordLimits;
import io.freshet.planner.domain.state.BoundExceededException;
import io.freshet.planner.domain.state.ListedChunk;
import io.freshet.planner.domain.table.Table;
import io.freshet.servicekit.decision.StoreFailedException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.state.KeyValueStore;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StagedStoreTest {
    private static final int STEPS = 20_000;

    @TempDir
    Path directory;

    private KeyValueStore<Bytes, byte[]> store;
    private StagedStore staged;

    @BeforeEach
    void open() {
        store = PlannerStores.open(directory);
        staged = new StagedStore(store);
    }

    @AfterEach
    void close() {
        store.close();
    }

    @Test
    void shows_the_last_chunk_of_a_list() {
        Table<ListedChunk> lists = StateTables.planner(staged).lists();
        ListedChunk chunk = new ListedChunk(Sha256.of("chunk"), 1, null, List.of(), false);
        lists.put("flow|sum|raw||site=s", chunk);
        lists.put("flow|sum|raw||" + ListedChunk.LAST, chunk);
        staged.commit();

        assertEquals(
                List.of("flow|sum|raw||site=s", "flow|sum|raw||" + ListedChunk.LAST), lists.keys("flow|sum|raw||"));
    }

    @Test
    void shows_at_every_moment_what_a_sorted_map_with_an_undo_shows() {
        Random random = new Random(4711);
        TreeMap<String, String> committed = new TreeMap<>();
        TreeMap<String, String> current = new TreeMap<>();
        for (int step = 0; step < STEPS; step++) {
            String key = "k" + random.nextInt(40);
            switch (random.nextInt(10)) {
                case 0, 1, 2, 3 -> {
                    boolean isKnownToBeNew = !committed.containsKey(key) && random.nextBoolean();
                    staged.put(bytes(key), text("v" + step), isKnownToBeNew);
                    current.put(key, "v" + step);
                }
                case 4, 5 -> {
                    staged.delete(bytes(key));
                    current.remove(key);
                }
                case 6 -> {
                    staged.commit();
                    committed = new TreeMap<>(current);
                }
                case 7 -> {
                    staged.rollback();
                    current = new TreeMap<>(committed);
                }
                default -> {
                    String to = "k" + random.nextInt(40);
                    int most = 1 + random.nextInt(20);
                    assertEquals(
                            key.compareTo(to) > 0
                                    ? List.of()
                                    : current.subMap(key, true, to, true).entrySet().stream()
                                            .limit(most)
                                            .map(Map.Entry::toString)
                                            .toList(),
                            key.compareTo(to) > 0 ? List.of() : range(key, to, most));
                }
            }
            assertArrayEquals(current.containsKey(key) ? text(current.get(key)) : null, staged.get(bytes(key)));
        }
    }

    @Test
    void lets_a_visitor_delete_what_it_sees_whether_or_not_it_is_committed() {
        for (int i = 0; i < 50; i++) {
            staged.put(bytes("k" + i), text("old"), false);
        }
        staged.commit();
        for (int i = 25; i < 75; i++) {
            staged.put(bytes("k" + i), text("new"), false);
        }

        staged.range(bytes("k"), bytes("l"), (key, _) -> {
            staged.delete(key);
            return true;
        });

        assertEquals(List.of(), range("k", "l", 100));
    }

    @Test
    void takes_no_row_that_is_larger_than_a_record_may_be() {
        byte[] large = new byte[RecordLimits.MAX_ROW_BYTES];

        BoundExceededException refused =
                assertThrows(BoundExceededException.class, () -> staged.put(bytes("k"), large, false));

        assertEquals(WorkflowFaulted.Code.RECORD_TOO_LARGE, refused.code());
    }

    @Test
    void holds_back_no_more_than_a_decision_may_write() {
        byte[] value = new byte[RecordLimits.MAX_ROW_BYTES - 10];

        BoundExceededException refused = assertThrows(BoundExceededException.class, () -> {
            for (int i = 0; i < 1_000; i++) {
                staged.put(bytes("k" + i), value, false);
            }
        });
        staged.rollback();

        assertEquals(WorkflowFaulted.Code.DECISION_TOO_LARGE, refused.code());
        staged.put(bytes("k"), value, false);
    }

    @Test
    void counts_a_row_that_is_written_again_once() {
        byte[] value = new byte[RecordLimits.MAX_ROW_BYTES - 10];

        for (int i = 0; i < 1_000; i++) {
            staged.put(bytes("k"), value, false);
        }

        assertArrayEquals(value, staged.get(bytes("k")));
    }

    @Test
    void counts_no_row_that_is_deleted_again() {
        byte[] value = new byte[RecordLimits.MAX_ROW_BYTES - 10];

        for (int i = 0; i < 1_000; i++) {
            staged.put(bytes("k" + i), value, i % 2 == 0);
            staged.delete(bytes("k" + i));
        }

        assertNull(staged.get(bytes("k0")));
    }

    @Test
    void writes_nothing_of_a_row_that_is_made_and_deleted_within_a_decision() {
        // It is not new, so that the store shows whether anything was written.
        store.put(bytes("k"), text("there"));
        staged.put(bytes("k"), text("a"), true);
        staged.put(bytes("k"), text("b"), false);

        staged.delete(bytes("k"));
        staged.commit();

        assertArrayEquals(text("there"), store.get(bytes("k")));
    }

    @Test
    void tells_a_failure_of_the_store_from_others() {
        store.close();

        StoreFailedException failed = assertThrows(StoreFailedException.class, () -> staged.get(bytes("k")));

        assertEquals(failed.getCause(), failed.failure());
        assertThrows(StoreFailedException.class, () -> range("a", "b", 1));
    }

    private List<String> range(String from, String to, int most) {
        List<String> rows = new ArrayList<>();
        staged.range(bytes(from), bytes(to), (key, value) -> {
            rows.add(new String(key.get(), StandardCharsets.UTF_8) + "=" + new String(value, StandardCharsets.UTF_8));
            return rows.size() < most;
        });
        return rows;
    }

    private static Bytes bytes(String key) {
        return Bytes.wrap(text(key));
    }

    private static byte[] text(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
