package io.freshet.planner.domain;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiPredicate;
import org.jspecify.annotations.Nullable;

/**
 * Keeps rows at hand during one decision, which reads and changes the same few again and again, and writes each at most once at
 * its end. Bounded: a decision about very many rows writes them as it goes.
 */
final class BufferedTable<V> implements Table<V> {
    private static final int MOST_ROWS = 20_000;

    private final Table<V> table;
    private final Map<String, Optional<V>> rows = new HashMap<>();
    private final Map<String, Optional<V>> changed = new HashMap<>();
    private final Set<String> absent = new HashSet<>();

    BufferedTable(Table<V> table) {
        this.table = table;
    }

    @Override
    public @Nullable V get(String key) {
        Optional<V> row = rows.get(key);
        if (row == null) {
            row = Optional.ofNullable(table.get(key));
            bound();
            if (row.isEmpty()) {
                absent.add(key);
            }
            rows.put(key, row);
        }
        return row.orElse(null);
    }

    @Override
    public void put(String key, V value) {
        change(key, Optional.of(value));
    }

    @Override
    public void delete(String key) {
        change(key, Optional.empty());
    }

    @Override
    public void scan(String prefix, String from, BiPredicate<String, V> visitor) {
        flush();
        table.scan(prefix, from, visitor);
    }

    void flush() {
        changed.forEach((key, row) -> {
            if (row.isPresent()) {
                table.put(key, row.get());
                absent.remove(key);
            } else if (absent.add(key)) {
                table.delete(key);
            }
        });
        changed.clear();
    }

    private void change(String key, Optional<V> row) {
        bound();
        rows.put(key, row);
        changed.put(key, row);
    }

    private void bound() {
        if (rows.size() >= MOST_ROWS) {
            flush();
            rows.clear();
            absent.clear();
        }
    }
}
