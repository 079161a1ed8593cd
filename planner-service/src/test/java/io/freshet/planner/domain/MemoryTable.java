package io.freshet.planner.domain;

import io.freshet.planner.domain.catalog.CatalogTables;
import io.freshet.planner.domain.state.Tables;
import io.freshet.planner.domain.state.Timers;
import io.freshet.planner.domain.table.Table;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.function.BiPredicate;

/** A table in memory. */
public final class MemoryTable<V> implements Table<V> {
    private static final int READ_AHEAD = 32;

    private final TreeMap<String, V> rows = new TreeMap<>();
    private final MemoryJournal journal;
    private final boolean mayFail;

    public MemoryTable() {
        this(new MemoryJournal());
    }

    MemoryTable(MemoryJournal journal) {
        this(journal, true);
    }

    /**
     * @param mayFail false for a table of which a failure is none of a workflow's
     */
    private MemoryTable(MemoryJournal journal, boolean mayFail) {
        this.journal = journal;
        this.mayFail = mayFail;
    }

    static Tables planner() {
        return planner(new MemoryJournal());
    }

    static Tables planner(MemoryJournal journal) {
        return new Tables(
                new MemoryTable<>(journal),
                new MemoryTable<>(journal),
                new MemoryTable<>(journal),
                new MemoryTable<>(journal),
                new MemoryTable<>(journal),
                new MemoryTable<>(journal),
                new MemoryTable<>(journal),
                new MemoryTable<>(journal),
                new MemoryTable<>(journal),
                new MemoryTable<>(journal),
                new MemoryTable<>(journal),
                new MemoryTable<>(journal),
                new MemoryTable<>(journal),
                new MemoryTable<>(journal),
                new MemoryTable<>(journal),
                new MemoryTable<>(journal),
                new Timers(new MemoryTable<>(journal, false)));
    }

    public static CatalogTables catalog() {
        return new CatalogTables(
                new MemoryTable<>(),
                new MemoryTable<>(),
                new MemoryTable<>(),
                new MemoryTable<>(),
                new MemoryTable<>(),
                new MemoryTable<>(),
                new MemoryTable<>());
    }

    @Override
    public V get(String key) {
        access();
        return rows.get(key);
    }

    @Override
    public void put(String key, V value) {
        access();
        replaced(key, rows.put(key, value));
    }

    @Override
    public void delete(String key) {
        access();
        replaced(key, rows.remove(key));
    }

    @Override
    public void scan(String prefix, String from, BiPredicate<String, V> visitor) {
        access();
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

    private void access() {
        if (mayFail) {
            journal.access();
        }
    }

    private void replaced(String key, V before) {
        journal.written(() -> {
            if (before == null) {
                rows.remove(key);
            } else {
                rows.put(key, before);
            }
        });
    }

    public Map<String, V> rows() {
        return rows;
    }
}
