package io.freshet.planner.domain.metadata;

import io.freshet.planner.domain.instance.InstanceId;
import io.freshet.planner.domain.table.Keys;
import io.freshet.planner.domain.table.Table;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** When instances go on without what an input lacks. */
public final class InputDeadlines {
    private static final String DEADLINE = "deadline|";

    private final Table<String> rows;

    InputDeadlines(Table<String> rows) {
        this.rows = rows;
    }

    /** When the instance goes on; null if the input lacks nothing. */
    @Nullable
    public Instant get(InstanceId id, String input) {
        String due = rows.get(key(id, input));
        return due == null ? null : Instant.parse(due);
    }

    public void put(InstanceId id, String input, Instant due) {
        rows.put(key(id, input), due.toString());
    }

    public void forget(InstanceId id, String input) {
        rows.delete(key(id, input));
    }

    /** The prefix of the rows of a task. */
    public static String rowsOf(String task) {
        return DEADLINE + Keys.prefix(task);
    }

    private static String key(InstanceId id, String input) {
        return DEADLINE + Keys.of(id.key(), input);
    }
}
