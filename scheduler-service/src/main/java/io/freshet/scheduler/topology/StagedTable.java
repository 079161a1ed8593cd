package io.freshet.scheduler.topology;

import io.freshet.contracts.topic.RecordLimits;
import io.freshet.scheduler.admission.BoundExceededException;
import io.freshet.scheduler.admission.Table;
import io.freshet.servicekit.decision.StoreFailedException;
import java.util.HashMap;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.Supplier;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/**
 * A table in a state store, with its changelog. What is written is held back, as bytes, until {@link #commit}; reads see it. Not
 * thread-safe.
 */
final class StagedTable<V> implements Table<V> {
    private final KeyValueStore<String, byte[]> store;
    private final JsonSerde<V> rows;
    private final Map<String, Staged<V>> staged = new HashMap<>();
    /** Rows that were read since the last end, each of which is read from the store once. */
    private final Map<String, V> known = new HashMap<>();

    private long bytes;

    /** A row that is held back; both null: the row is deleted. */
    private static final class Staged<V> {
        private final @Nullable V value;
        private final byte @Nullable [] bytes;

        Staged(@Nullable V value, byte @Nullable [] bytes) {
            this.value = value;
            this.bytes = bytes;
        }
    }

    StagedTable(KeyValueStore<String, byte[]> store, Class<V> type) {
        this.store = store;
        this.rows = new JsonSerde<>(type);
    }

    @Override
    public @Nullable V get(String key) {
        Staged<V> own = staged.get(key);
        if (own != null) {
            return own.value;
        }
        V read = known.get(key);
        if (read == null) {
            read = fromStore(() -> read(store.get(key)));
            if (read != null) {
                known.put(key, read);
            }
        }
        return read;
    }

    private @Nullable V read(byte @Nullable [] row) {
        bytes += row == null ? 0 : row.length;
        return rows.deserializer().deserialize("", row);
    }

    /**
     * @throws BoundExceededException if the row is larger than one may be
     */
    @Override
    public void put(String key, V value) {
        byte[] row = rows.serializer().serialize("", value);
        int size = key.length() * 3 + row.length;
        if (size > RecordLimits.MAX_ROW_BYTES) {
            throw new BoundExceededException("a row of %,d bytes is larger than %,d: %.200s of %.200s"
                    .formatted(
                            size, RecordLimits.MAX_ROW_BYTES, value.getClass().getSimpleName(), key));
        }
        bytes += size;
        staged.put(key, new Staged<>(value, row));
    }

    @Override
    public void delete(String key) {
        staged.put(key, new Staged<>(null, null));
    }

    @Override
    public void forEach(BiConsumer<String, V> visitor) {
        try (KeyValueIterator<String, byte[]> stored = fromStore(store::all)) {
            while (fromStore(stored::hasNext)) {
                KeyValue<String, byte[]> row = fromStore(stored::next);
                if (!staged.containsKey(row.key)) {
                    visitor.accept(row.key, fromStore(() -> rows.deserializer().deserialize("", row.value)));
                }
            }
        }
        staged.forEach((key, row) -> {
            if (row.value != null) {
                visitor.accept(key, row.value);
            }
        });
    }

    /** How many bytes were read and written since the last end. */
    long bytes() {
        return bytes;
    }

    /** Writes what was held back. */
    void commit() {
        staged.forEach((key, row) -> store.put(key, row.bytes));
        rollback();
    }

    /** Drops what was held back. */
    void rollback() {
        staged.clear();
        known.clear();
        bytes = 0;
    }

    private static <T extends @Nullable Object> T fromStore(Supplier<T> access) {
        try {
            return access.get();
        } catch (RuntimeException e) {
            throw new StoreFailedException(e);
        }
    }
}
