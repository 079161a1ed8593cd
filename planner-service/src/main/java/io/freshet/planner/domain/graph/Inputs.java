package io.freshet.planner.domain.graph;

import io.freshet.contracts.action.ActionKey;
import io.freshet.contracts.data.Fingerprint;
import io.freshet.contracts.id.InstanceRef;
import io.freshet.contracts.partition.PartitionKey;
import io.freshet.planner.domain.instance.InstanceId;
import io.freshet.planner.domain.model.InputModel;
import io.freshet.planner.domain.model.Limits;
import io.freshet.planner.domain.model.ListBounds;
import io.freshet.planner.domain.model.TaskCondition;
import io.freshet.planner.domain.model.TaskModel;
import io.freshet.planner.domain.model.WorkflowModel;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * What an instance reads at a moment.
 *
 * @param present by input, the partitions that exist
 * @param bad producers whose outputs are not what they should be, at most {@link Limits#LISTED} of them
 * @param missing what the instance cannot do without, as {@code dataset/partition}
 * @param late by input that has something and a deadline: what it can do without once that has passed
 * @param unlisted what has to be listed before any of this can be relied on
 */
public record Inputs(
        Map<InputModel, InputPartitions> present,
        Set<InstanceRef> bad,
        List<String> missing,
        Map<InputModel, List<String>> late,
        List<Unlisted> unlisted) {
    /** The results of so many instances are put before a condition. */
    private static final int MOST_RESULTS = 10_000;

    /** An input that has more partitions than are named one by one, and a key under which they are not listed as they are now. */
    record Unlisted(InputModel input, PartitionKey key) {}

    /** Whether lists have to know how much they contain. */
    static boolean isMeasured(TaskModel task) {
        return task.condition() != null;
    }

    static InstanceRef producer(WorkflowModel model, String task, PartitionKey partition) {
        TaskModel producer = model.requireTask(task);
        return new InstanceId(task, partition.project(producer.dimensions())).in(model.ref());
    }

    /** The same, with less of some inputs. */
    public Inputs with(Map<InputModel, NavigableMap<String, Fingerprint>> limited) {
        Map<InputModel, InputPartitions> next = new LinkedHashMap<>(present);
        limited.forEach((input, partitions) -> next.put(input, new InputPartitions.Named(partitions)));
        return new Inputs(next, bad, missing, late, unlisted);
    }

    /** Whether the partitions of an input are known one by one. */
    public boolean isNamed(InputModel input) {
        return !(present.get(input) instanceof InputPartitions.Listed);
    }

    /** The partitions of an input, as of {@link #isNamed}. */
    public NavigableMap<String, Fingerprint> named(InputModel input) {
        return switch (present.get(input)) {
            case null -> new TreeMap<>();
            case InputPartitions.Named(var fingerprints) -> fingerprints;
            case InputPartitions.Listed _ -> throw new IllegalStateException(input.name() + " is listed");
        };
    }

    public Fingerprint actionKey(TaskModel task, InstanceId id, ListBounds bounds) {
        Map<String, ActionKey.Content> byName = new LinkedHashMap<>();
        present.forEach(
                (input, partitions) -> byName.put(input.name(), partitions.content(input, id.partition(), bounds)));
        return ActionKey.of(task.code(), id.partition(), byName);
    }

    /** Why a condition cannot be asked: it speaks of the results of too many instances. Empty if it can. */
    public Optional<String> unaskable(TaskCondition condition) {
        return present.entrySet().stream()
                .filter(input -> condition.speaksOfResults(input.getKey().name()))
                .filter(input -> input.getValue() instanceof InputPartitions.Listed
                        && input.getValue().size() > MOST_RESULTS)
                .findFirst()
                .map(input -> "it speaks of the results behind %,d partitions of %s, and can of %,d at the most"
                        .formatted(input.getValue().size(), input.getKey().name(), MOST_RESULTS));
    }

    /** All that is late. */
    public List<String> allLate() {
        return late.values().stream().flatMap(List::stream).toList();
    }

    /** Whether there is anything of an input. */
    boolean has(InputModel input) {
        InputPartitions partitions = present.get(input);
        return partitions != null && !partitions.isEmpty();
    }

    public int partitions() {
        return present.values().stream().mapToInt(InputPartitions::size).sum();
    }
}
