package io.freshet.planner.topology;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.processor.StateStore;
import org.apache.kafka.streams.processor.StateStoreContext;
import org.apache.kafka.streams.query.Position;
import org.apache.kafka.streams.state.KeyValueBytesStoreSupplier;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.Stores;
import org.jspecify.annotations.Nullable;

/**
 * Holds back what is written to a store on disk, because the same rows are soon written again: how far a run has come with each instance,
 * an instance's own row with each of its states. What is held back is written together when there is much of it, when it is scanned, and
 * before the store says how far it has come or is closed.
 *
 * <p>It lies under the changelog, which has every write at once; a process that is killed loses no more than the write buffers of RocksDB
 * beneath, which are not on disk either. One thread, as every store of a task.
 */
final class BufferedStore implements KeyValueStore<Bytes, byte[]> {
    /** Of each table: what is under way. A row and its place here have some 300 bytes. */
    private static final int MOST_ROWS = 4_096;

    private final KeyValueStore<Bytes, byte[]> store;

    /**
     * By the first byte of the key, which is the table: a scan of one leaves the others. Rows are in the order in which they were last
     * wanted; null is one to be deleted.
     */
    private final Map<Byte, Map<Bytes, byte @Nullable []>> tables = new LinkedHashMap<>();

    BufferedStore(KeyValueStore<Bytes, byte[]> store) {
        this.store = store;
    }

    /** A store of that name on disk. */
    static KeyValueBytesStoreSupplier persistent(String name) {
        KeyValueBytesStoreSupplier supplier = Stores.persistentKeyValueStore(name);
        return new KeyValueBytesStoreSupplier() {
            @Override
            public String name() {
                return supplier.name();
            }

            @Override
            public KeyValueStore<Bytes, byte[]> get() {
                return new BufferedStore(supplier.get());
            }

            @Override
            public String metricsScope() {
                return supplier.metricsScope();
            }
        };
    }

    @Override
    public byte @Nullable [] get(Bytes key) {
        Map<Bytes, byte @Nullable []> rows = table(key);
        byte[] value = rows.get(key);
        return value != null || rows.containsKey(key) ? value : store.get(key);
    }

    @Override
    public void put(Bytes key, byte @Nullable [] value) {
        Map<Bytes, byte @Nullable []> rows = table(key);
        rows.put(key, value);
        if (rows.size() > MOST_ROWS) {
            write(rows, MOST_ROWS / 2);
        }
    }

    @Override
    public byte @Nullable [] putIfAbsent(Bytes key, byte @Nullable [] value) {
        byte[] before = get(key);
        if (before == null) {
            put(key, value);
        }
        return before;
    }

    @Override
    public void putAll(List<KeyValue<Bytes, byte[]>> entries) {
        entries.forEach(entry -> put(entry.key, entry.value));
    }

    @Override
    public byte @Nullable [] delete(Bytes key) {
        byte[] before = get(key);
        put(key, null);
        return before;
    }

    @Override
    public KeyValueIterator<Bytes, byte[]> range(@Nullable Bytes from, @Nullable Bytes to) {
        if (from != null && to != null && from.get()[0] == to.get()[0]) {
            Map<Bytes, byte @Nullable []> rows = table(from);
            write(rows, rows.size());
        } else {
            writeAll();
        }
        return store.range(from, to);
    }

    @Override
    public KeyValueIterator<Bytes, byte[]> all() {
        writeAll();
        return store.all();
    }

    @Override
    public long approximateNumEntries() {
        writeAll();
        return store.approximateNumEntries();
    }

    @Override
    public String name() {
        return store.name();
    }

    @Override
    public void init(StateStoreContext context, StateStore root) {
        store.init(context, root);
    }

    @Override
    public void commit(Map<TopicPartition, Long> offsets) {
        writeAll();
        store.commit(offsets);
    }

    @Override
    public @Nullable Long committedOffset(TopicPartition partition) {
        return store.committedOffset(partition);
    }

    @Override
    @SuppressWarnings("deprecation") // Kafka Streams asks for it.
    public boolean managesOffsets() {
        return store.managesOffsets();
    }

    @Override
    public Position getPosition() {
        return store.getPosition();
    }

    @Override
    public void close() {
        if (store.isOpen()) {
            writeAll();
        }
        tables.clear();
        store.close();
    }

    @Override
    public boolean persistent() {
        return store.persistent();
    }

    @Override
    public boolean isOpen() {
        return store.isOpen();
    }

    private Map<Bytes, byte @Nullable []> table(Bytes key) {
        return tables.computeIfAbsent(key.get()[0], _ -> new LinkedHashMap<>(16, 0.75f, true));
    }

    private void writeAll() {
        tables.values().forEach(rows -> write(rows, rows.size()));
    }

    /** Writes those that were wanted longest ago. */
    private void write(Map<Bytes, byte @Nullable []> rows, int most) {
        if (most == 0) {
            return;
        }
        List<KeyValue<Bytes, byte[]>> batch = new ArrayList<>(most);
        Iterator<Map.Entry<Bytes, byte @Nullable []>> eldest = rows.entrySet().iterator();
        while (batch.size() < most) {
            Map.Entry<Bytes, byte @Nullable []> row = eldest.next();
            batch.add(KeyValue.pair(row.getKey(), row.getValue()));
            eldest.remove();
        }
        store.putAll(batch);
    }
}
