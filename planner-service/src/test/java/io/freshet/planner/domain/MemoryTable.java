package io.freshet.planner.domain;

import java.util.ArrayList;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiPredicate;

/** A table in memory. */
final class MemoryTable<V> implements Table<V> {
    private final TreeMap<String, V> rows = new TreeMap<>();

    static Tables planner() {
        return new Tables(
                new MemoryTable<>(),
                new MemoryTable<>(),
                new MemoryTable<>(),
                new MemoryTable<>(),
                new MemoryTable<>(),
                new MemoryTable<>(),
                new MemoryTable<>(),
                new MemoryTable<>(),
                new MemoryTable<>(),
                new MemoryTable<>(),
                new MemoryTable<>(),
                new MemoryTable<>(),
                new MemoryTable<>(),
                new Timers(new MemoryTable<>()));
    }

    static CatalogTables catalog() {
        return new CatalogTables(new MemoryTable<>(), new MemoryTable<>(), new MemoryTable<>(), new MemoryTable<>());
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
    public void scan(String prefix, String from, BiPredicate<String, V> visitor) {
        for (Map.Entry<String, V> row :
                new ArrayList<>(rows.subMap(from, prefix + Character.MAX_VALUE).entrySet())) {
            if (!visitor.test(row.getKey(), row.getValue())) {
                return;
            }
        }
    }

    Map<String, V> rows() {
        return rows;
    }
}
