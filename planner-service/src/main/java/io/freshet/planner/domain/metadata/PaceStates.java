package io.freshet.planner.domain.metadata;

import io.freshet.planner.domain.instance.InstanceId;
import io.freshet.planner.domain.table.Keys;
import io.freshet.planner.domain.table.Table;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;

/** What is remembered of instances whose inputs' changes may wait. */
public final class PaceStates {
    private static final String PACE = "pace|";
    private static final String BETWEEN = ";";

    /** How many parts a row has before the inputs. */
    private static final int FIXED = 4;

    private final Table<String> rows;

    PaceStates(Table<String> rows) {
        this.rows = rows;
    }

    /** What is remembered of the instance; {@link PaceState#NONE} if nothing is. */
    public PaceState get(InstanceId id) {
        String row = rows.get(PACE + id.key());
        return row == null ? PaceState.NONE : parse(row);
    }

    public void put(InstanceId id, PaceState state) {
        rows.put(PACE + id.key(), text(state));
    }

    /** The instance has settled: none of its changes waits any more. */
    public void settle(InstanceId id) {
        PaceState state = get(id);
        if (state.isWaiting()) {
            put(id, state.settled());
        }
    }

    public void forget(InstanceId id) {
        rows.delete(PACE + id.key());
    }

    /** The prefix of the rows of a task. */
    public static String rowsOf(String task) {
        return PACE + Keys.prefix(task);
    }

    private static String text(PaceState state) {
        StringBuilder text = new StringBuilder();
        Instant launchedAt = state.launchedAt();
        text.append(launchedAt == null ? "" : launchedAt)
                .append(BETWEEN)
                .append(state.first())
                .append(BETWEEN)
                .append(state.last())
                .append(BETWEEN)
                .append(state.content());
        state.launched()
                .forEach((input, hash) ->
                        text.append(BETWEEN).append(input).append('=').append(hash));
        return text.toString();
    }

    private static PaceState parse(String text) {
        String[] parts = text.split(BETWEEN, -1);
        Map<String, String> launched = new TreeMap<>();
        for (int i = FIXED; i < parts.length; i++) {
            int equals = parts[i].indexOf('=');
            launched.put(parts[i].substring(0, equals), parts[i].substring(equals + 1));
        }
        return new PaceState(
                launched,
                parts[0].isEmpty() ? null : Instant.parse(parts[0]),
                parts[3],
                Instant.parse(parts[1]),
                Instant.parse(parts[2]));
    }
}
