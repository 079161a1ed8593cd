package io.freshet.scheduler.topology;

import io.freshet.scheduler.domain.Table;
import java.util.function.BiConsumer;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/** A table in a state store, with its changelog. */
record StoreTable<V>(KeyValueStore<String, V> store) implements Table<V> {
    @Override
    public @Nullable V get(String key) {
        return store.get(key);
    }

    @Override
    public void put(String key, V value) {
        store.put(key, value);
    }

    @Override
    public void delete(String key) {
        store.delete(key);
    }

    @Override
    public void forEach(BiConsumer<String, V> visitor) {
        try (KeyValueIterator<String, V> rows = store.all()) {
            while (rows.hasNext()) {
                KeyValue<String, V> row = rows.next();
                visitor.accept(row.key, row.value);
            }
        }
    }
}
