package io.freshet.audit.jdbc.read;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which part of a list is wanted: at most so many items, behind the one with these sort keys.
 *
 * @param after the sort keys of the last item of the slice before; null: from the beginning
 */
public record PageRequest(int limit, @Nullable List<String> after) {
    /** The first items. */
    public static PageRequest first(int limit) {
        return new PageRequest(limit, null);
    }

    /** One more than is wanted, to see whether there is more. */
    public int fetch() {
        return limit + 1;
    }
}
