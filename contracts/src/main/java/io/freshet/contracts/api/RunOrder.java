package io.freshet.contracts.api;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What somebody wants evaluated now.
 *
 * @param tasks only these and those of {@code from}; both empty: all
 * @param from only these and all that read what they make, directly or through others
 * @param where only instances whose partition has, for each dimension named, this value; time dimensions by prefix
 * @param force run even what is unchanged
 * @param reason for people; null: none given
 */
public record RunOrder(
        List<String> tasks,
        List<String> from,
        Map<String, String> where,
        boolean force,
        @Nullable String reason) {
    /** Everything, and only what is not up to date. */
    public static final RunOrder EVERYTHING = new RunOrder(List.of(), List.of(), Map.of(), false, null);

    public RunOrder {
        tasks = tasks == null ? List.of() : List.copyOf(tasks);
        from = from == null ? List.of() : List.copyOf(from);
        where = where == null ? Map.of() : Map.copyOf(where);
    }
}
