package io.freshet.endtoend.simulation;

import java.util.ArrayList;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import java.util.function.BiPredicate;

/** A table in memory, for the planner and for admission, whose writes count only when their transaction is committed. */
final class JournaledTable<V>
        implements io.freshet.planner.domain.table.Table<V>, io.freshet.scheduler.admission.Table<V> {
    private final TreeMap<String, V> rows = new TreeMap<>();
    private final Journal journal;

    JournaledTable(Journal journal) {
        this.journal = journal;
    }

    Map<String, V> rows() {
        return rows;
    }

    @Override
    public V get(String key) {
        return rows.get(key);
    }

    @Override
    public void put(String key, V value) {
        V before = rows.get(key);
        journal.writing(() -> restore(key, before));
        rows.put(key, value);
    }

    @Override
    public void delete(String key) {
        V before = rows.get(key);
        journal.writing(() -> restore(key, before));
        rows.remove(key);
    }

    private void restore(String key, V before) {
        if (before == null) {
            rows.remove(key);
        } else {
            rows.put(key, before);
        }
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

    @Override
    public void forEach(BiConsumer<String, V> visitor) {
        new ArrayList<>(rows.entrySet()).forEach(row -> visitor.accept(row.getKey(), row.getValue()));
    }
}
