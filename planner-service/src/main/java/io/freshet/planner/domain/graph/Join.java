package io.freshet.planner.domain.graph;

import io.freshet.contracts.partition.Dimension;
import io.freshet.contracts.partition.PartitionKey;
import io.freshet.planner.domain.model.InputModel;
import io.freshet.planner.domain.model.TaskModel;
import io.freshet.planner.domain.port.EdgePort;
import io.freshet.planner.domain.state.Continuation.Joining;
import io.freshet.planner.domain.state.ReaderReaction;
import io.freshet.planner.domain.table.Keys;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Finds the instances of a task whose inputs define them only together: the natural join of what the inputs' keys say. */
public final class Join {
    private final EdgePort edges;
    private final TaskModel task;
    private int left;

    public Join(EdgePort edges, TaskModel task) {
        this.edges = edges;
        this.task = task;
    }

    /**
     * The partitions of the task that have the given key in one of its defining inputs.
     *
     * @param most how many keys are looked at
     * @return empty if that is not enough to find them all
     */
    Optional<List<PartitionKey>> through(InputModel input, PartitionKey key, int most) {
        left = most;
        Set<PartitionKey> found = new LinkedHashSet<>();
        if (!extend(bind(Map.of(), input, key), others(input), found)) {
            return Optional.empty();
        }
        List<PartitionKey> joined = new ArrayList<>(found);
        joined.removeIf(partition -> !input.keyOf(partition).equals(key));
        return Optional.of(joined);
    }

    /** The same in steps. */
    Joining inSteps(InputModel input, PartitionKey key, ReaderReaction follow) {
        return new Joining(
                task.name(),
                bind(Map.of(), input, key),
                others(input).stream().map(InputModel::name).toList(),
                follow,
                "");
    }

    private List<InputModel> others(InputModel input) {
        return task.definers().stream().filter(other -> !other.equals(input)).toList();
    }

    /** Where the rows are of the keys that a join in steps has to look at. */
    public String rows(Joining joining) {
        InputModel next = definer(joining.inputs().getFirst());
        return next.rows() + boundPrefix(next, joining.bound());
    }

    /** Takes up a row of a join in steps: what is then left to be joined; null if nothing is or the row does not fit. */
    @Nullable
    public Joining next(Joining joining, String row) {
        InputModel next = definer(joining.inputs().getFirst());
        PartitionKey key = key(next, row);
        if (!agrees(next, key, joining.bound()) || !isFirst(next, key, row)) {
            return null;
        }
        return new Joining(
                joining.task(),
                bind(joining.bound(), next, key),
                joining.inputs().subList(1, joining.inputs().size()),
                joining.reaction(),
                "");
    }

    /** The partition that all bound values make, if all defining inputs have something of it. */
    public Optional<PartitionKey> partition(Joining joined) {
        PartitionKey partition = inOrder(joined.bound());
        return isDefined(partition) ? Optional.of(partition) : Optional.empty();
    }

    private InputModel definer(String name) {
        return task.definers().stream()
                .filter(input -> input.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException(name + " does not define instances of " + task.name()));
    }

    /** Whether no row before has the same key. */
    private boolean isFirst(InputModel input, PartitionKey key, String row) {
        String[] first = {""};
        edges.edgeRows().scan(input.rows(key), (other, _) -> {
            first[0] = other;
            return false;
        });
        return first[0].equals(row);
    }

    private static PartitionKey key(InputModel input, String row) {
        return PartitionKey.parse(row.substring(input.rows().length(), row.lastIndexOf(Keys.SEPARATOR)));
    }

    /** Whether each of the defining inputs has something of the partition. */
    private boolean isDefined(PartitionKey partition) {
        return task.definers().stream().allMatch(definer -> edges.hasEdges(definer, definer.keyOf(partition)));
    }

    /** False if there are more keys than may be looked at. */
    private boolean extend(Map<String, String> bound, List<InputModel> others, Set<PartitionKey> found) {
        if (others.isEmpty()) {
            PartitionKey partition = inOrder(bound);
            if (isDefined(partition)) {
                found.add(partition);
            }
            return true;
        }
        InputModel next = others.getFirst();
        for (PartitionKey key : keys(next, bound)) {
            if (!extend(bind(bound, next, key), others.subList(1, others.size()), found)) {
                return false;
            }
        }
        return left >= 0;
    }

    /** The keys that an input has and that agree with what is bound. */
    private Set<PartitionKey> keys(InputModel input, Map<String, String> bound) {
        Set<PartitionKey> keys = new LinkedHashSet<>();
        String[] last = {""};
        edges.edgeRows().scan(input.rows() + boundPrefix(input, bound), (row, _) -> {
            left--;
            String text = row.substring(input.rows().length(), row.lastIndexOf(Keys.SEPARATOR));
            if (!text.equals(last[0]) || keys.isEmpty()) {
                last[0] = text;
                PartitionKey key = PartitionKey.parse(text);
                if (agrees(input, key, bound)) {
                    keys.add(key);
                }
            }
            return left >= 0;
        });
        return keys;
    }

    /** The written form of the leading dimensions that are bound, so that only their rows are read. */
    private String boundPrefix(InputModel input, Map<String, String> bound) {
        Map<String, String> leading = new LinkedHashMap<>();
        for (Dimension dimension : input.key()) {
            String value = bound.get(dimension.name());
            if (value == null || !task.dimensions().contains(dimension)) {
                break;
            }
            leading.put(dimension.name(), value);
        }
        if (leading.isEmpty()) {
            return "";
        }
        return PartitionKey.of(leading) + (leading.size() == input.key().size() ? "|" : "/");
    }

    private boolean agrees(InputModel input, PartitionKey key, Map<String, String> bound) {
        for (Dimension dimension : input.key()) {
            String value = bound.get(dimension.name());
            if (value != null && !key.value(dimension.name()).orElse("").equals(dimension.project(value))) {
                return false;
            }
        }
        return true;
    }

    private Map<String, String> bind(Map<String, String> bound, InputModel input, PartitionKey key) {
        Map<String, String> next = new LinkedHashMap<>(bound);
        for (Dimension dimension : input.key()) {
            if (task.dimensions().contains(dimension)) {
                next.putIfAbsent(dimension.name(), key.value(dimension.name()).orElseThrow());
            }
        }
        return next;
    }

    private PartitionKey inOrder(Map<String, String> bound) {
        Map<String, String> ordered = new LinkedHashMap<>();
        for (Dimension dimension : task.dimensions()) {
            String value = bound.get(dimension.name());
            if (value != null) {
                ordered.put(dimension.name(), value);
            }
        }
        return PartitionKey.of(ordered);
    }
}
