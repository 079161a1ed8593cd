package io.freshet.planner.domain.table;

import java.util.ArrayList;
import java.util.List;
import java.util.function.BiPredicate;
import org.jspecify.annotations.Nullable;

/**
 * A sorted table of rows, the port through which the rules keep their state. Keys are ASCII and sort by their characters. Used by
 * one thread at a time.
 */
public interface Table<V> {
    @Nullable
    V get(String key);

    void put(String key, V value);

    /** Deletes the row if there is one. */
    void delete(String key);

    /**
     * Visits the rows whose keys start with the prefix, in order, until the visitor says false. The visitor may write to the
     * table; whether it then sees those rows is not said.
     */
    default void scan(String prefix, BiPredicate<String, V> visitor) {
        scan(prefix, prefix, visitor);
    }

    /** As {@link #scan(String, BiPredicate)}, beginning at the first key that is not before {@code from}, which has the prefix. */
    void scan(String prefix, String from, BiPredicate<String, V> visitor);

    /** Whether there is a key that starts with the prefix. */
    default boolean hasAny(String prefix) {
        boolean[] any = {false};
        scan(prefix, (_, _) -> {
            any[0] = true;
            return false;
        });
        return any[0];
    }

    /** The keys that start with the prefix, as of now. */
    default List<String> keys(String prefix) {
        List<String> keys = new ArrayList<>();
        scan(prefix, (key, _) -> keys.add(key));
        return keys;
    }

    /**
     * The first keys that start with the prefix and are not before {@code from}, which has it, without a look at what is in the rows.
     *
     * @param most how many at the most
     */
    default List<String> keys(String prefix, String from, int most) {
        List<String> keys = new ArrayList<>();
        scan(prefix, from, (key, _) -> {
            keys.add(key);
            return keys.size() < most;
        });
        return keys;
    }

    default void deleteAll(String prefix) {
        keys(prefix).forEach(this::delete);
    }
}
