package io.freshet.contracts.api;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What somebody wants evaluated now.
 *
 * @param tasks only these; empty: all
 * @param where only instances whose partition has, for each dimension named, this value; time dimensions by prefix
 * @param force run even what is unchanged
 * @param reason for people; null: none given
 */
public record RunOrder(
        List<String> tasks,
        Map<String, String> where,
        boolean force,
        @Nullable String reason) {
    /** Everything, and only what is not up to date. */
    public static final RunOrder EVERYTHING = new RunOrder(List.of(), Map.of(), false, null);

    public RunOrder {
        tasks = tasks == null ? List.of() : List.copyOf(tasks);
        where = where == null ? Map.of() : Map.copyOf(where);
    }
}
