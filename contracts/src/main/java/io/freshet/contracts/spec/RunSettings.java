package io.freshet.contracts.spec;

import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * How a run is to be made, whatever it is about. Immutable.
 *
 * @param force run even what is unchanged
 * @param trial only say what would happen
 * @param params values of workflow parameters that count for this run instead of their defaults, by name
 * @param order which partitions go first, where several could
 * @param overlap what becomes of it if another run is under way; null: what the workflow says
 */
public record RunSettings(
        boolean force,
        boolean trial,
        Map<String, String> params,
        PartitionOrder order,
        @Nullable Overlap overlap) {
    /** Only what is not up to date runs, with the workflow's own parameters. */
    public static final RunSettings USUAL = of(Map.of(), PartitionOrder.NEWEST_FIRST);

    /** The same, also of what is up to date. */
    public static final RunSettings FORCED = new RunSettings(true, false, Map.of(), PartitionOrder.NEWEST_FIRST, null);

    public RunSettings {
        // Sorted: the text of an event that has them, and so its id, must not depend on the JVM.
        params = Collections.unmodifiableMap(new TreeMap<>(params));
    }

    /** Only what is not up to date runs. */
    public static RunSettings of(Map<String, String> params, PartitionOrder order) {
        return new RunSettings(false, false, params, order, null);
    }
}
