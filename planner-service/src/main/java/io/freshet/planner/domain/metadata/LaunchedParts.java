package io.freshet.planner.domain.metadata;

import io.freshet.contracts.data.Fingerprint;
import io.freshet.planner.domain.instance.InstanceId;
import io.freshet.planner.domain.table.Keys;
import io.freshet.planner.domain.table.Table;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/** What the last launches of instances read of inputs of which one launch takes a part only. */
public final class LaunchedParts {
    private static final String TAKEN = "taken|";

    private final Table<String> rows;

    LaunchedParts(Table<String> rows) {
        this.rows = rows;
    }

    /** The partitions that the last launch read, with their fingerprints, as a map of the caller's own. */
    public NavigableMap<String, Fingerprint> get(InstanceId id, String input) {
        NavigableMap<String, Fingerprint> taken = new TreeMap<>();
        rows.scan(prefix(id, input), (row, hex) -> {
            taken.put(Keys.last(row), new Fingerprint(hex));
            return true;
        });
        return taken;
    }

    /** Puts what a launch reads in the place of what the one before read. */
    public void replace(InstanceId id, String input, Map<String, Fingerprint> partitions) {
        String prefix = prefix(id, input);
        Map<String, Fingerprint> before = get(id, input);
        before.keySet().stream()
                .filter(partition -> !partitions.containsKey(partition))
                .forEach(partition -> rows.delete(prefix + partition));
        partitions.forEach((partition, fingerprint) -> {
            if (!fingerprint.equals(before.get(partition))) {
                rows.put(prefix + partition, fingerprint.hex());
            }
        });
    }

    public void forget(InstanceId id, String input) {
        replace(id, input, Map.of());
    }

    /** The prefix of the rows of a task. */
    public static String rowsOf(String task) {
        return TAKEN + Keys.prefix(task);
    }

    private static String prefix(InstanceId id, String input) {
        return TAKEN + Keys.prefix(id.key(), input);
    }
}
