package io.freshet.scheduler.jdbc;

import io.freshet.contracts.api.Page;
import java.util.List;
import java.util.function.Function;

/** Makes a page of a query that asked for one row more than the page has. */
final class Pages {
    private Pages() {}

    static <T> Page<T> of(List<T> found, int limit, Function<T, String> cursor) {
        if (found.size() <= limit) {
            return new Page<>(found, null);
        }
        List<T> items = found.subList(0, limit);
        return new Page<>(items, cursor.apply(items.getLast()));
    }
}
