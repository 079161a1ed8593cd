package io.freshet.planner.domain.table;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiPredicate;
import org.jspecify.annotations.Nullable;

/**
 * Keeps rows at hand during one decision, which reads and changes the same few again and again, and writes each at most once at
 * its end. Bounded: a decision about very many rows writes them as it goes.
 */
public final class BufferedTable<V> implements Table<V> {
    private static final int MOST_ROWS = 20_000;

    private final Table<V> table;
    private final Map<String, Row<V>> rows = new HashMap<>();
    private final List<Row<V>> changed = new ArrayList<>();

    public BufferedTable(Table<V> table) {
        this.table = table;
    }

    /** A row of which the table may have an older value. */
    private static final class Row<V> {
        private final String key;
        private @Nullable V value;
        private boolean changed;
        private boolean stored;

        /**
         * @param stored whether the table may have it
         */
        Row(String key, @Nullable V value, boolean stored) {
            this.key = key;
            this.value = value;
            this.stored = stored;
        }
    }

    @Override
    public @Nullable V get(String key) {
        Row<V> row = rows.get(key);
        if (row == null) {
            V value = table.get(key);
            row = known(new Row<>(key, value, value != null));
        }
        return row.value;
    }

    @Override
    public void put(String key, V value) {
        change(key, value);
    }

    @Override
    public void delete(String key) {
        change(key, null);
    }

    @Override
    public List<String> keys(String prefix, String from, int most) {
        flush();
        return table.keys(prefix, from, most);
    }

    @Override
    public void scan(String prefix, String from, BiPredicate<String, V> visitor) {
        flush();
        table.scan(prefix, from, visitor);
    }

    public void flush() {
        for (Row<V> row : changed) {
            V value = row.value;
            if (value != null) {
                table.put(row.key, value);
            } else if (row.stored) {
                table.delete(row.key);
            }
            row.stored = value != null;
            row.changed = false;
        }
        changed.clear();
    }

    private void change(String key, @Nullable V value) {
        Row<V> row = rows.get(key);
        if (row == null) {
            row = known(new Row<>(key, null, true));
        }
        row.value = value;
        if (!row.changed) {
            row.changed = true;
            changed.add(row);
        }
    }

    private Row<V> known(Row<V> row) {
        if (rows.size() >= MOST_ROWS) {
            flush();
            rows.clear();
        }
        rows.put(row.key, row);
        return row;
    }
}
