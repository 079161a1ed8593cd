package io.freshet.planner.domain;

import io.freshet.contracts.data.Fingerprint;
import io.freshet.contracts.data.PartitionVersion;
import io.freshet.contracts.data.Sha256;
import io.freshet.contracts.event.Outcome.OutputPartition;
import io.freshet.contracts.id.DatasetRef;
import io.freshet.contracts.partition.Dimension;
import io.freshet.contracts.partition.Layout;
import io.freshet.contracts.partition.PartitionKey;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What tasks make in tests: a function of the action key alone. Every other task maps most keys to the same few contents, so that
 * early cutoff happens; an output dimension that the task lacks gets some of a few values.
 */
final class FakeExecutor {
    private static final List<String> VALUES = List.of("a", "b", "c");
    private static final List<String> DAYS = List.of("2026-01-01", "2026-01-02", "2026-02-01");

    private FakeExecutor() {}

    static List<OutputPartition> outputs(
            String task, PartitionKey instance, Fingerprint actionKey, Map<DatasetRef, Layout> outputs) {
        List<OutputPartition> made = new ArrayList<>();
        outputs.forEach((dataset, layout) -> {
            for (PartitionKey partition : partitions(layout, instance, actionKey)) {
                made.add(new OutputPartition(dataset, partition, content(task, dataset, partition, actionKey)));
            }
        });
        return made;
    }

    private static PartitionVersion content(
            String task, DatasetRef dataset, PartitionKey partition, Fingerprint actionKey) {
        boolean coarse = task.hashCode() % 2 == 0;
        String seed = coarse ? actionKey.hex().substring(0, 1).replaceAll("[0-9ab]", "x") : actionKey.hex();
        return new PartitionVersion(Sha256.of(dataset + "|" + partition + "|" + seed), 1, 1);
    }

    private static List<PartitionKey> partitions(Layout layout, PartitionKey instance, Fingerprint actionKey) {
        List<Map<String, String>> keys = new ArrayList<>();
        keys.add(new LinkedHashMap<>());
        for (Dimension dimension : layout.dimensions()) {
            String given = instance.value(dimension.name()).orElse(null);
            List<String> values = given == null ? some(dimension, actionKey) : List.of(within(dimension, given));
            List<Map<String, String>> longer = new ArrayList<>();
            for (Map<String, String> key : keys) {
                for (String value : values) {
                    Map<String, String> more = new LinkedHashMap<>(key);
                    more.put(dimension.name(), value);
                    longer.add(more);
                }
            }
            keys = longer;
        }
        return keys.stream().map(PartitionKey::of).toList();
    }

    /** The value itself, or the first day of a month where the instance has no days. */
    private static String within(Dimension dimension, String given) {
        return dimension.time().map(granularity -> granularity.isValid(given)).orElse(true) ? given : given + "-01";
    }

    private static List<String> some(Dimension dimension, Fingerprint actionKey) {
        List<String> some = new ArrayList<>();
        for (int i = 0; i < VALUES.size(); i++) {
            if (Character.digit(actionKey.hex().charAt(i + 1), 16) % 2 == 0) {
                some.add(dimension.isTime() ? dimension.project(DAYS.get(i)) : VALUES.get(i));
            }
        }
        return some.stream().distinct().toList();
    }
}
