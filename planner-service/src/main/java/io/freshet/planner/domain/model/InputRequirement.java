package io.freshet.planner.domain.model;

import io.freshet.contracts.partition.Dimension;
import io.freshet.contracts.partition.PartitionKey;
import io.freshet.contracts.spec.InputSpec;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * When what an instance finds of an input is enough to run.
 *
 * @param optional whether nothing at all is enough
 * @param expect by gathered dimension, the values of which each combination must be there
 * @param minimum how many partitions must be there; null: one
 * @param deadline after how long something is enough where it is not all; null: never
 */
public record InputRequirement(
        boolean optional,
        Map<String, List<String>> expect,
        @Nullable Integer minimum,
        @Nullable Duration deadline) {
    static InputRequirement of(InputSpec input) {
        return new InputRequirement(input.optional(), input.expect(), input.minimum(), input.deadline());
    }

    /**
     * What an instance found of an input.
     *
     * @param present how many partitions are there
     * @param latest whether anything of the latest key is there: a window reads earlier ones as far as there are any, but is nothing
     *     without its last
     * @param search takes what is there out of what is expected; asked only if certain ones are
     */
    public record Found(int present, boolean latest, Consumer<Set<Map<String, String>>> search) {}

    /**
     * What is not there, as {@code dataset/partition}, at most {@link Limits#LISTED}; empty if it is enough.
     *
     * @param dimensions of the dataset
     * @param key the latest that the instance reads
     */
    public List<String> missing(String dataset, List<Dimension> dimensions, PartitionKey key, Found found) {
        int present = found.present();
        if (present == 0 && optional) {
            return List.of();
        }
        List<String> missing = new ArrayList<>();
        if (!expect.isEmpty()) {
            Set<Map<String, String>> absent = new LinkedHashSet<>(combinations());
            found.search().accept(absent);
            absent.stream()
                    .limit(Limits.LISTED)
                    .map(wanted -> name(dataset, inOrder(dimensions, key, wanted)))
                    .forEach(missing::add);
        }
        if (missing.isEmpty() && minimum != null && present < minimum) {
            missing.add("%s (%d of at least %d)".formatted(name(dataset, key), present, minimum));
        }
        if (missing.isEmpty() && !found.latest() && !optional) {
            missing.add(name(dataset, key));
        }
        return missing;
    }

    /** What is expected together. */
    private List<Map<String, String>> combinations() {
        List<Map<String, String>> combinations = List.of(Map.of());
        for (Map.Entry<String, List<String>> dimension : expect.entrySet()) {
            List<Map<String, String>> longer = new ArrayList<>();
            for (Map<String, String> prefix : combinations) {
                for (String value : dimension.getValue()) {
                    Map<String, String> extended = new LinkedHashMap<>(prefix);
                    extended.put(dimension.getKey(), value);
                    longer.add(extended);
                }
            }
            combinations = longer;
        }
        return combinations;
    }

    private static PartitionKey inOrder(List<Dimension> dimensions, PartitionKey key, Map<String, String> wanted) {
        Map<String, String> values = new LinkedHashMap<>();
        for (Dimension dimension : dimensions) {
            String value = wanted.get(dimension.name());
            if (value == null) {
                value = key.value(dimension.name()).orElse(null);
            }
            if (value != null) {
                values.put(dimension.name(), value);
            }
        }
        return PartitionKey.of(values);
    }

    /** The values that a partition has of the dimensions of which some are expected. */
    public Map<String, String> expected(PartitionKey partition) {
        Map<String, String> values = new HashMap<>();
        expect.keySet()
                .forEach(dimension -> partition.value(dimension).ifPresent(value -> values.put(dimension, value)));
        return values;
    }

    private static String name(String dataset, PartitionKey key) {
        return key.isNone() ? dataset : dataset + "/" + key;
    }
}
