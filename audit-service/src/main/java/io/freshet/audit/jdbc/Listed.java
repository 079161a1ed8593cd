package io.freshet.audit.jdbc;

import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A slice of a list.
 *
 * @param next the sort keys of the last item; null if nothing follows
 */
public record Listed<T>(List<T> items, @Nullable List<String> next) {
    static <T> Listed<T> of(List<T> fetched, Slice slice, Function<T, List<String>> sortKeys) {
        if (fetched.size() <= slice.limit()) {
            return new Listed<>(fetched, null);
        }
        List<T> items = fetched.subList(0, slice.limit());
        return new Listed<>(List.copyOf(items), sortKeys.apply(items.getLast()));
    }
}
