package io.freshet.planner.domain;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.function.BiPredicate;

/** A table in memory. */
final class MemoryTable<V> implements Table<V> {
    private static final int READ_AHEAD = 32;

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
        String end = prefix + Character.MAX_VALUE;
        // Some at a time, because most scans end soon.
        List<Map.Entry<String, V>> some = first(rows.subMap(from, true, end, false));
        while (!some.isEmpty()) {
            for (Map.Entry<String, V> row : some) {
                if (!visitor.test(row.getKey(), row.getValue())) {
                    return;
                }
            }
            some = first(rows.subMap(some.getLast().getKey(), false, end, false));
        }
    }

    private List<Map.Entry<String, V>> first(NavigableMap<String, V> range) {
        List<Map.Entry<String, V>> first = new ArrayList<>();
        for (Map.Entry<String, V> row : range.entrySet()) {
            first.add(Map.entry(row.getKey(), row.getValue()));
            if (first.size() == READ_AHEAD) {
                break;
            }
        }
        return first;
    }

    Map<String, V> rows() {
        return rows;
    }
}
