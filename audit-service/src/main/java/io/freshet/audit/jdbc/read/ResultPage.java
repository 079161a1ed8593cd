package io.freshet.audit.jdbc.read;

import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A slice of a list.
 *
 * @param next the sort keys of the last item; null if nothing follows
 */
public record ResultPage<T>(List<T> items, @Nullable List<String> next) {
    /**
     * @param fetched one more than is wanted, if there is so much
     */
    public static <T> ResultPage<T> of(List<T> fetched, PageRequest slice, Function<T, List<String>> sortKeys) {
        if (fetched.size() <= slice.limit()) {
            return new ResultPage<>(fetched, null);
        }
        List<T> items = fetched.subList(0, slice.limit());
        return new ResultPage<>(List.copyOf(items), sortKeys.apply(items.getLast()));
    }
}
