package io.freshet.scheduler.admission;

import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiConsumer;

/** A table in memory. */
public final class TreeTable<V> implements Table<V> {
    private final TreeMap<String, V> rows = new TreeMap<>();
    private Map<String, V> kept = Map.of();

    /** Empty tables. */
    public static AdmissionTables tables() {
        return new AdmissionTables(new TreeTable<>(), new TreeTable<>(), new TreeTable<>(), new TreeTable<>());
    }

    @Override
    public V get(String key) {
        return rows.get(key);
    }

    @Override
    public void put(String key, V value) {
        rows.put(key, value);
    }

    @Override
    public void delete(String key) {
        rows.remove(key);
    }

    @Override
    public void forEach(BiConsumer<String, V> visitor) {
        Map.copyOf(rows).forEach(visitor);
    }

    /** Keeps what is there for {@link #undo}. */
    void keep() {
        kept = Map.copyOf(rows);
    }

    /** Has again what was kept last. */
    void undo() {
        rows.clear();
        rows.putAll(kept);
    }

    int size() {
        return rows.size();
    }
}
