package io.freshet.planner.domain;

import io.freshet.contracts.data.ActionKey;
import io.freshet.contracts.data.Fingerprint;
import io.freshet.contracts.data.PartitionVersion;
import io.freshet.contracts.event.Work;
import io.freshet.contracts.expression.Condition;
import io.freshet.contracts.id.InstanceRef;
import io.freshet.contracts.partition.PartitionKey;
import io.freshet.contracts.workflow.ConditionVariables;
import io.freshet.contracts.workflow.ConditionVariables.Measure;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What an instance reads at a moment.
 *
 * @param present by input, the partitions that exist, sorted by their text
 * @param bad producers whose outputs are not what they should be, at most {@link Limits#LISTED} of them
 * @param missing what the instance cannot do without, as {@code dataset/partition}
 * @param late by input that has something and a deadline: what it can do without once that has passed
 */
record Inputs(
        Map<InputModel, NavigableMap<String, Fingerprint>> present,
        Set<InstanceRef> bad,
        List<String> missing,
        Map<InputModel, List<String>> late) {

    static Inputs of(WorkflowModel model, State state, TaskModel task, InstanceId id) {
        Map<InputModel, NavigableMap<String, Fingerprint>> present = new LinkedHashMap<>();
        Set<InstanceRef> bad = new LinkedHashSet<>();
        List<String> missing = new ArrayList<>();
        Map<InputModel, List<String>> late = new LinkedHashMap<>();
        for (InputModel input : task.inputs()) {
            List<PartitionKey> keys = input.keysReadBy(id.partition());
            NavigableMap<String, Fingerprint> partitions = new TreeMap<>();
            boolean latest = false;
            for (PartitionKey key : keys) {
                int before = partitions.size();
                state.edges(input, key, (partition, edge) -> {
                    Fingerprint fingerprint = edge.fingerprint();
                    if (fingerprint != null) {
                        partitions.put(partition, fingerprint);
                    }
                    if (edge.upstream() == Upstream.BAD && input.producer() != null && bad.size() < Limits.LISTED) {
                        bad.add(producer(model, input.producer(), PartitionKey.parse(partition)));
                    }
                });
                latest = partitions.size() > before;
            }
            List<String> lacking = input.demand()
                    .missing(
                            input.dataset().dataset(),
                            input.dimensions(),
                            keys.isEmpty() ? input.keyOf(id.partition()) : keys.getLast(),
                            partitions.keySet().stream()
                                    .map(PartitionKey::parse)
                                    .toList(),
                            latest);
            if (!lacking.isEmpty() && !partitions.isEmpty() && input.demand().deadline() != null) {
                late.put(input, lacking);
            } else {
                missing.addAll(lacking);
            }
            present.put(input, partitions);
        }
        return new Inputs(present, bad, missing, late);
    }

    private static InstanceRef producer(WorkflowModel model, String task, PartitionKey partition) {
        TaskModel producer = model.requireTask(task);
        return new InstanceId(task, partition.project(producer.dimensions())).in(model.ref());
    }

    /** The same, with less of some inputs. */
    Inputs with(Map<InputModel, NavigableMap<String, Fingerprint>> limited) {
        Map<InputModel, NavigableMap<String, Fingerprint>> next = new LinkedHashMap<>(present);
        next.putAll(limited);
        return new Inputs(next, bad, missing, late);
    }

    Fingerprint actionKey(TaskModel task, InstanceId id) {
        Map<String, NavigableMap<String, Fingerprint>> byName = new LinkedHashMap<>();
        present.forEach((input, partitions) -> byName.put(input.name(), partitions));
        return ActionKey.of(task.code(), id.partition(), byName);
    }

    /** What a condition may know of the inputs, by its name for it. */
    Map<String, Object> measures(WorkflowModel model, State state, TaskCondition condition) {
        Map<String, Object> measures = new LinkedHashMap<>();
        present.forEach((input, partitions) -> {
            long files = 0;
            long bytes = 0;
            for (String partition : partitions.keySet()) {
                PartitionVersion version = version(model, state, input, partition);
                files += version == null ? 0 : version.files();
                bytes += version == null ? 0 : version.bytes();
            }
            measures.put(ConditionVariables.input(input.name(), Measure.PARTITIONS), (long) partitions.size());
            measures.put(ConditionVariables.input(input.name(), Measure.FILES), files);
            measures.put(ConditionVariables.input(input.name(), Measure.BYTES), bytes);
            if (condition.speaksOfResults(input.name())) {
                measures.put(
                        ConditionVariables.results(input.name()),
                        condition.results(input.name(), results(model, state, input)));
            }
        });
        return measures;
    }

    /** What the task that makes an input reported, a record for each instance that is read. */
    private List<Map<String, Object>> results(WorkflowModel model, State state, InputModel input) {
        String producer = Objects.requireNonNull(input.producer());
        return present.getOrDefault(input, new TreeMap<>()).keySet().stream()
                .map(partition -> InstanceId.of(producer(model, producer, PartitionKey.parse(partition))))
                .distinct()
                .map(id -> {
                    Results results = state.results.get(id.key());
                    return Condition.record((results == null ? Results.NONE : results).values());
                })
                .toList();
    }

    /** The version of a partition that an input sees; null if there is none. */
    static @Nullable PartitionVersion version(WorkflowModel model, State state, InputModel input, String partition) {
        String dataset = input.dataset().dataset();
        if (input.producer() == null) {
            return new ForeignPartitions(state).version(dataset, PartitionKey.parse(partition));
        }
        InstanceId producer = InstanceId.of(producer(model, input.producer(), PartitionKey.parse(partition)));
        return state.outputs.get(Keys.of(producer.key(), dataset, partition));
    }

    /** All that is late. */
    List<String> allLate() {
        return late.values().stream().flatMap(List::stream).toList();
    }

    int partitions() {
        return present.values().stream().mapToInt(NavigableMap::size).sum();
    }

    List<Work.Input> forWork() {
        return present.entrySet().stream()
                .map(entry -> new Work.Input(
                        entry.getKey().name(),
                        entry.getKey().dataset(),
                        entry.getKey().path(),
                        entry.getKey().producer() == null,
                        entry.getValue().entrySet().stream()
                                .map(partition -> new Work.InputPartition(
                                        PartitionKey.parse(partition.getKey()), partition.getValue()))
                                .toList()))
                .toList();
    }
}
