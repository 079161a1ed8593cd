package io.freshet.scheduler.admission;

import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** Rows by key: the port through which admission keeps what must outlive the process. Used by one thread at a time. */
public interface Table<V> {
    @Nullable
    V get(String key);

    void put(String key, V value);

    /** Deletes the row if there is one. */
    void delete(String key);

    /** Visits every row, in any order; only at the start, since it costs what there is. The visitor must not write. */
    void forEach(BiConsumer<String, V> visitor);
}
