package io.freshet.planner.domain.table;

import java.util.List;
import java.util.function.BiPredicate;
import org.jspecify.annotations.Nullable;

/** The rows of a table whose keys start with a prefix, under the rest of their keys. */
public final class ScopedTable<V> implements Table<V> {
    private final Table<V> table;
    private final String scope;

    public ScopedTable(Table<V> table, String scope) {
        this.table = table;
        this.scope = scope;
    }

    @Override
    public @Nullable V get(String key) {
        return table.get(scope + key);
    }

    @Override
    public void put(String key, V value) {
        table.put(scope + key, value);
    }

    @Override
    public void delete(String key) {
        table.delete(scope + key);
    }

    @Override
    public List<String> keys(String prefix, String from, int most) {
        return table.keys(scope + prefix, scope + from, most).stream()
                .map(key -> key.substring(scope.length()))
                .toList();
    }

    @Override
    public void scan(String prefix, String from, BiPredicate<String, V> visitor) {
        table.scan(scope + prefix, scope + from, (key, value) -> visitor.test(key.substring(scope.length()), value));
    }
}
