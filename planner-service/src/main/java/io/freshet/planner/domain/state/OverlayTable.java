package io.freshet.planner.domain.state;

import io.freshet.planner.domain.table.Table;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.BiPredicate;
import org.jspecify.annotations.Nullable;

/** A table whose changes are kept in memory and never reach the table below it. */
public final class OverlayTable<V> implements Table<V> {
    private final Table<V> below;
    private final NavigableMap<String, Optional<V>> changed = new TreeMap<>();

    OverlayTable(Table<V> below) {
        this.below = below;
    }

    /** A copy of all tables of which nothing is written back. */
    public static Tables over(Tables tables) {
        return new Tables(
                new OverlayTable<>(tables.definitions()),
                new OverlayTable<>(tables.partitions()),
                new OverlayTable<>(tables.outputs()),
                new OverlayTable<>(tables.outputParts()),
                new OverlayTable<>(tables.results()),
                new OverlayTable<>(tables.edges()),
                new OverlayTable<>(tables.lists()),
                new OverlayTable<>(tables.readers()),
                new OverlayTable<>(tables.instances()),
                new OverlayTable<>(tables.runs()),
                new OverlayTable<>(tables.members()),
                new OverlayTable<>(tables.holds()),
                new OverlayTable<>(tables.metadata()),
                new OverlayTable<>(tables.continuations()),
                new OverlayTable<>(tables.inbox()),
                new OverlayTable<>(tables.faults()),
                new Timers(new Nothing<>()));
    }

    @Override
    public @Nullable V get(String key) {
        Optional<V> row = changed.get(key);
        return row == null ? below.get(key) : row.orElse(null);
    }

    @Override
    public void put(String key, V value) {
        changed.put(key, Optional.of(value));
    }

    @Override
    public void delete(String key) {
        changed.put(key, Optional.empty());
    }

    @Override
    public void scan(String prefix, String from, BiPredicate<String, V> visitor) {
        NavigableMap<String, Optional<V>> mine = new TreeMap<>(changed.tailMap(from, true));
        mine.keySet().removeIf(key -> !key.startsWith(prefix));
        boolean[] goOn = {true};
        below.scan(prefix, from, (key, value) -> {
            while (goOn[0] && !mine.isEmpty() && mine.firstKey().compareTo(key) < 0) {
                goOn[0] = visit(mine.pollFirstEntry(), visitor);
            }
            if (goOn[0]) {
                Optional<V> own = mine.remove(key);
                goOn[0] = own == null
                        ? visitor.test(key, value)
                        : own.map(row -> visitor.test(key, row)).orElse(true);
            }
            return goOn[0];
        });
        while (goOn[0] && !mine.isEmpty()) {
            goOn[0] = visit(mine.pollFirstEntry(), visitor);
        }
    }

    private static <V> boolean visit(Map.Entry<String, Optional<V>> row, BiPredicate<String, V> visitor) {
        return row.getValue().map(value -> visitor.test(row.getKey(), value)).orElse(true);
    }

    /** Has no rows and takes none: in a trial no time passes. */
    private static final class Nothing<V> implements Table<V> {
        @Override
        public @Nullable V get(String key) {
            return null;
        }

        @Override
        public void put(String key, V value) {
            // Nothing will ever be due.
        }

        @Override
        public void delete(String key) {
            // There is nothing.
        }

        @Override
        public void scan(String prefix, String from, BiPredicate<String, V> visitor) {
            // There is nothing.
        }
    }
}
