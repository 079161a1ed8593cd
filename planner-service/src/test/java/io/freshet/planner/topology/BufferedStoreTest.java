package io.freshet.planner.topology;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.nio.file.Path;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Properties;
import java.util.Random;
import java.util.TreeMap;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.processor.StateStoreContext;
import org.apache.kafka.streams.processor.TaskId;
import org.apache.kafka.streams.processor.api.MockProcessorContext;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.Stores;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BufferedStoreTest {
    @TempDir
    Path directory;

    private StateStoreContext context;
    private KeyValueStore<Bytes, byte[]> disk;
    private BufferedStore store;

    @BeforeEach
    void open() {
        Properties settings = new Properties();
        settings.put(StreamsConfig.APPLICATION_ID_CONFIG, "buffered-store");
        settings.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, "unused:9092");
        context = new MockProcessorContext<>(settings, new TaskId(0, 0), directory.toFile()).getStateStoreContext();
        reopen();
    }

    private void reopen() {
        disk = Stores.persistentKeyValueStore("plans").get();
        store = new BufferedStore(disk);
        store.init(context, store);
    }

    @AfterEach
    void close() {
        store.close();
    }

    @Test
    void has_what_a_map_would_have_also_after_it_was_closed() {
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        NavigableMap<String, String> oracle = new TreeMap<>();
        for (int step = 0; step < 100_000; step++) {
            // Rows of two tables: in one there are more than are held back.
            boolean many = random.nextInt(10) > 0;
            String key = many ? "i" + random.nextInt(20_000) : "n" + random.nextInt(50);
            if (random.nextInt(4) == 0) {
                oracle.remove(key);
                put(key, null);
            } else {
                oracle.put(key, "" + step);
                put(key, "" + step);
            }
            if (step % 10_000 == 5_000) {
                assertEquals(oracle.subMap("i2", true, "i3", true), range("i2", "i3"), () -> "seed " + seed);
                assertEquals(oracle.subMap("i5", true, "n1", true), range("i5", "n1"), () -> "seed " + seed);
            }
            String asked = many ? "i" + random.nextInt(20_000) : key;
            assertEquals(oracle.get(asked), get(asked), () -> "seed " + seed);
        }

        store.close();
        reopen();

        assertEquals(oracle, range("a", "z"), () -> "seed " + seed);
    }

    @Test
    void writes_what_is_scanned_and_leaves_other_tables() {
        put("n1", "a");
        put("i1", "b");

        assertEquals(Map.of("n1", "a"), range("n", "nz"));

        assertEquals("a", text(disk.get(bytes("n1"))));
        assertNull(disk.get(bytes("i1")));
    }

    @Test
    void has_written_everything_when_the_store_is_told_how_far_it_has_come() {
        put("n1", "a");
        put("n1", "b");
        put("i1", "c");
        put("i1", null);
        assertNull(disk.get(bytes("n1")));

        store.commit(Map.of());

        assertEquals("b", text(disk.get(bytes("n1"))));
        assertNull(disk.get(bytes("i1")));
    }

    @Test
    void says_what_was_there_before() {
        assertNull(store.putIfAbsent(bytes("n1"), value("a")));
        assertEquals("a", text(store.putIfAbsent(bytes("n1"), value("b"))));
        assertEquals("a", text(store.delete(bytes("n1"))));
        assertNull(store.delete(bytes("n1")));
    }

    private void put(String key, @Nullable String value) {
        store.put(bytes(key), value == null ? null : value(value));
    }

    private @Nullable String get(String key) {
        return text(store.get(bytes(key)));
    }

    private Map<String, String> range(String from, String to) {
        Map<String, String> rows = new TreeMap<>();
        try (KeyValueIterator<Bytes, byte[]> range = store.range(bytes(from), bytes(to))) {
            while (range.hasNext()) {
                KeyValue<Bytes, byte[]> row = range.next();
                rows.put(text(row.key.get()), text(row.value));
            }
        }
        return rows;
    }

    private static Bytes bytes(String key) {
        return Bytes.wrap(value(key));
    }

    private static byte[] value(String text) {
        return text.getBytes(US_ASCII);
    }

    private static @Nullable String text(byte @Nullable [] bytes) {
        return bytes == null ? null : new String(bytes, US_ASCII);
    }
}
