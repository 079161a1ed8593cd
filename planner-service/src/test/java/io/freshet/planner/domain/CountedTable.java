package io.freshet.planner.domain;

import io.freshet.planner.domain.catalog.CatalogTables;
import io.freshet.planner.domain.state.Tables;
import io.freshet.planner.domain.table.Table;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BiPredicate;
import org.jspecify.annotations.Nullable;

/** Counts the rows that are read, written and visited in a table. */
final class CountedTable<V> implements Table<V> {
    private final Table<V> table;
    private final AtomicLong rows;

    CountedTable(Table<V> table, AtomicLong rows) {
        this.table = table;
        this.rows = rows;
    }

    static Tables planner(Tables tables, AtomicLong rows) {
        return new Tables(
                new CountedTable<>(tables.definitions(), rows),
                new CountedTable<>(tables.partitions(), rows),
                new CountedTable<>(tables.outputs(), rows),
                new CountedTable<>(tables.outputParts(), rows),
                new CountedTable<>(tables.results(), rows),
                new CountedTable<>(tables.edges(), rows),
                new CountedTable<>(tables.lists(), rows),
                new CountedTable<>(tables.readers(), rows),
                new CountedTable<>(tables.instances(), rows),
                new CountedTable<>(tables.runs(), rows),
                new CountedTable<>(tables.members(), rows),
                new CountedTable<>(tables.holds(), rows),
                new CountedTable<>(tables.metadata(), rows),
                new CountedTable<>(tables.continuations(), rows),
                new CountedTable<>(tables.inbox(), rows),
                new CountedTable<>(tables.faults(), rows),
                tables.timers());
    }

    static CatalogTables catalog(CatalogTables tables, AtomicLong rows) {
        return new CatalogTables(
                new CountedTable<>(tables.partitions(), rows),
                new CountedTable<>(tables.subscribers(), rows),
                new CountedTable<>(tables.snapshots(), rows),
                new CountedTable<>(tables.batches(), rows),
                new CountedTable<>(tables.watched(), rows),
                new CountedTable<>(tables.removals(), rows),
                new CountedTable<>(tables.deletions(), rows));
    }

    @Override
    public @Nullable V get(String key) {
        rows.incrementAndGet();
        return table.get(key);
    }

    @Override
    public void put(String key, V value) {
        rows.incrementAndGet();
        table.put(key, value);
    }

    @Override
    public void delete(String key) {
        rows.incrementAndGet();
        table.delete(key);
    }

    @Override
    public void scan(String prefix, String from, BiPredicate<String, V> visitor) {
        table.scan(prefix, from, (key, value) -> {
            rows.incrementAndGet();
            return visitor.test(key, value);
        });
    }
}
