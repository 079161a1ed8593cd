package io.freshet.planner.store.rows;

import io.freshet.planner.domain.table.Table;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiPredicate;
import org.jspecify.annotations.Nullable;

/**
 * Remembers the rows of a table that were read or written last, and which are not there: a decision mostly concerns what the one before
 * concerned, and a look into the store is the dearest thing it does. Every change is written at once. Nobody else may write the table.
 */
final class CachedTable<V> implements Table<V> {
    private final Table<V> table;
    private final Map<String, Optional<V>> rows;

    /**
     * @param most how many rows are remembered
     */
    CachedTable(Table<V> table, int most) {
        this.table = table;
        this.rows = new LinkedHashMap<>(16, 0.75f, true) {
            @Override
            protected boolean removeEldestEntry(Map.Entry<String, Optional<V>> eldest) {
                return size() > most;
            }
        };
    }

    /** Forgets what it remembers, because what was written has been dropped. */
    void forget() {
        rows.clear();
    }

    @Override
    public @Nullable V get(String key) {
        Optional<V> row = rows.get(key);
        if (row == null) {
            row = Optional.ofNullable(table.get(key));
            rows.put(key, row);
        }
        return row.orElse(null);
    }

    @Override
    public void put(String key, V value) {
        table.put(key, value);
        rows.put(key, Optional.of(value));
    }

    @Override
    public void delete(String key) {
        table.delete(key);
        rows.put(key, Optional.empty());
    }

    @Override
    public List<String> keys(String prefix, String from, int most) {
        return table.keys(prefix, from, most);
    }

    @Override
    public void scan(String prefix, String from, BiPredicate<String, V> visitor) {
        table.scan(prefix, from, visitor);
    }
}
