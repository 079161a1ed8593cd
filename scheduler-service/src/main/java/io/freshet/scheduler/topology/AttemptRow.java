package io.freshet.scheduler.topology;

import io.freshet.scheduler.admission.Launched;
import io.freshet.scheduler.admission.Queued;
import io.freshet.scheduler.admission.Table;
import java.util.function.BiConsumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * An attempt in the store of attempts: it waits, or it is launched. One row for both, so that a launch writes one row and not two.
 *
 * @param queued null: it is launched
 * @param launched null: it waits
 */
record AttemptRow(@Nullable Queued queued, @Nullable Launched launched) {
    AttemptRow {
        if ((queued == null) == (launched == null)) {
            throw new IllegalArgumentException("an attempt either waits or is launched");
        }
    }

    /** Those that wait. */
    static Table<Queued> queued(Table<AttemptRow> rows) {
        return new Part<>(rows, AttemptRow::queued, queued -> new AttemptRow(queued, null));
    }

    /** Those that are launched. */
    static Table<Launched> launched(Table<AttemptRow> rows) {
        return new Part<>(rows, AttemptRow::launched, launched -> new AttemptRow(null, launched));
    }

    private record Part<V>(Table<AttemptRow> rows, Function<AttemptRow, @Nullable V> part, Function<V, AttemptRow> row)
            implements Table<V> {
        @Override
        public @Nullable V get(String key) {
            AttemptRow found = rows.get(key);
            return found == null ? null : part.apply(found);
        }

        @Override
        public void put(String key, V value) {
            rows.put(key, row.apply(value));
        }

        /** Leaves a row that is in the other part by now. */
        @Override
        public void delete(String key) {
            if (get(key) != null) {
                rows.delete(key);
            }
        }

        @Override
        public void forEach(BiConsumer<String, V> visitor) {
            rows.forEach((key, found) -> {
                V value = part.apply(found);
                if (value != null) {
                    visitor.accept(key, value);
                }
            });
        }
    }
}
