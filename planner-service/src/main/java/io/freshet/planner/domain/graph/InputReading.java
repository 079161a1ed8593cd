package io.freshet.planner.domain.graph;

import static java.util.Objects.requireNonNull;

import io.freshet.contracts.data.Fingerprint;
import io.freshet.contracts.id.InstanceRef;
import io.freshet.contracts.partition.PartitionKey;
import io.freshet.planner.domain.instance.InstanceId;
import io.freshet.planner.domain.instance.Upstream;
import io.freshet.planner.domain.model.InputModel;
import io.freshet.planner.domain.model.InputRequirement;
import io.freshet.planner.domain.model.Limits;
import io.freshet.planner.domain.model.ListBounds;
import io.freshet.planner.domain.model.TaskModel;
import io.freshet.planner.domain.model.WorkflowModel;
import io.freshet.planner.domain.port.BudgetPort;
import io.freshet.planner.domain.port.EdgePort;
import io.freshet.planner.domain.state.ListedChunk;
import io.freshet.planner.domain.table.Keys;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Finds out what an instance reads. Of an input with more partitions than an order names it looks at no more than at the chunks in which
 * they are listed; unless the input {@code expect}s certain partitions, or is read in parts ({@code batch}) of no more than it looks at in one step.
 */
final class InputReading {
    private final WorkflowModel model;
    private final EdgePort edges;
    private final BudgetPort budget;
    private final TaskModel task;
    private final InstanceId id;
    private final Map<InputModel, InputPartitions> present = new LinkedHashMap<>();
    private final Set<InstanceRef> bad = new LinkedHashSet<>();
    private final List<String> missing = new ArrayList<>();
    private final Map<InputModel, List<String>> late = new LinkedHashMap<>();
    private final List<Inputs.Unlisted> unlisted = new ArrayList<>();

    InputReading(WorkflowModel model, EdgePort edges, BudgetPort budget, TaskModel task, InstanceId id) {
        this.model = model;
        this.edges = edges;
        this.budget = budget;
        this.task = task;
        this.id = id;
    }

    /** What is there of an input, and whether any of it is under the latest of its keys. */
    private record Found(InputPartitions partitions, boolean latest) {}

    Inputs read() {
        for (InputModel input : task.inputs()) {
            List<PartitionKey> keys = input.keysReadBy(id.partition());
            budget.lookups().count(keys.size());
            Found found = find(input, keys);
            present.put(input, found.partitions());
            compare(input, keys, found);
        }
        return new Inputs(present, bad, missing, late, unlisted);
    }

    private Found find(InputModel input, List<PartitionKey> keys) {
        if (input.isSingle()) {
            return requireNonNull(named(input, keys, Integer.MAX_VALUE));
        }
        boolean isInParts = input.pace().batch() != null;
        ListBounds bounds = budget.limits().lists();
        Found named = named(input, keys, isInParts ? bounds.mostEdges() : bounds.inline());
        if (named != null) {
            return named;
        }
        int before = unlisted.size();
        Found listed = listed(input, keys);
        // What is not listed is so first, in steps; the instance is evaluated then, and nothing of this counts.
        return unlisted.size() > before
                        || listed.partitions().size() > budget.limits().lists().inline()
                ? listed
                : filled(input, keys, listed.latest());
    }

    /** What is there, one by one, of few partitions among very many edges of which nothing is there: without a look at most of those. */
    private Found filled(InputModel input, List<PartitionKey> keys, boolean latest) {
        NavigableMap<String, Fingerprint> partitions = new TreeMap<>();
        for (PartitionKey key : keys) {
            String prefix = input.rows(key);
            edges.partitionLists()
                    .filled(
                            prefix,
                            (after, end) -> edges.edgeRows().scan(prefix, prefix + after, (row, edge) -> {
                                String partition = Keys.last(row);
                                if (partition.compareTo(end) > 0) {
                                    return false;
                                }
                                Fingerprint fingerprint = edge.fingerprint();
                                if (fingerprint != null) {
                                    partitions.put(partition, fingerprint);
                                }
                                return true;
                            }));
        }
        return new Found(new InputPartitions.Named(partitions), latest);
    }

    /** What is there, one by one; null if there are more than so many edges. */
    private @Nullable Found named(InputModel input, List<PartitionKey> keys, int most) {
        NavigableMap<String, Fingerprint> partitions = new TreeMap<>();
        List<String> failed = new ArrayList<>();
        int[] looked = {0};
        boolean latest = false;
        for (PartitionKey key : keys) {
            int before = partitions.size();
            edges.edgesWhile(input, key, (partition, edge) -> {
                Fingerprint fingerprint = edge.fingerprint();
                if (fingerprint != null) {
                    partitions.put(partition, fingerprint);
                }
                if (edge.upstream() == Upstream.BAD && failed.size() < Limits.LISTED) {
                    failed.add(partition);
                }
                return ++looked[0] <= most;
            });
            latest = partitions.size() > before;
        }
        if (looked[0] > most) {
            return null;
        }
        failed.forEach(partition -> blame(input, partition));
        return new Found(new InputPartitions.Named(partitions), latest);
    }

    private Found listed(InputModel input, List<PartitionKey> keys) {
        boolean measured = Inputs.isMeasured(task);
        List<ListedChunk> all = new ArrayList<>();
        boolean latest = false;
        for (PartitionKey key : keys) {
            List<ListedChunk> chunks = edges.partitionLists().chunks(input.rows(key));
            if (chunks.isEmpty() || !chunks.stream().allMatch(chunk -> chunk.isCurrent(measured))) {
                unlisted.add(new Inputs.Unlisted(input, key));
            }
            latest = chunks.stream().anyMatch(chunk -> chunk.partitions() > 0);
            chunks.forEach(chunk -> chunk.bad().forEach(partition -> blame(input, partition)));
            all.addAll(chunks);
        }
        return new Found(InputPartitions.Listed.of(keys, all), latest);
    }

    private void blame(InputModel input, String partition) {
        if (input.producer() != null && bad.size() < Limits.LISTED) {
            bad.add(Inputs.producer(model, input.producer(), PartitionKey.parse(partition)));
        }
    }

    private void compare(InputModel input, List<PartitionKey> keys, Found found) {
        List<String> lacking = input.demand()
                .missing(
                        input.dataset().dataset(),
                        input.dimensions(),
                        keys.isEmpty() ? input.keyOf(id.partition()) : keys.getLast(),
                        new InputRequirement.Found(
                                found.partitions().size(),
                                found.latest(),
                                absent -> search(input, found.partitions(), absent)));
        if (!lacking.isEmpty()
                && !found.partitions().isEmpty()
                && input.demand().deadline() != null) {
            late.put(input, lacking);
        } else {
            missing.addAll(lacking);
        }
    }

    private void search(InputModel input, InputPartitions partitions, Set<Map<String, String>> absent) {
        switch (partitions) {
            case InputPartitions.Named named ->
                named.fingerprints()
                        .keySet()
                        .forEach(partition -> absent.remove(input.demand().expected(PartitionKey.parse(partition))));
            case InputPartitions.Listed listed ->
                new ExpectedPartitions(edges, input).removePresent(listed.keys(), absent);
        }
    }
}
