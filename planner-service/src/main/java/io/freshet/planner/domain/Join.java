package io.freshet.planner.domain;

import io.freshet.contracts.partition.Dimension;
import io.freshet.contracts.partition.PartitionKey;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Finds the instances of a task whose inputs define them only together: the natural join of what the inputs' keys say. */
final class Join {
    private final State state;
    private final TaskModel task;

    Join(State state, TaskModel task) {
        this.state = state;
        this.task = task;
    }

    /** The partitions of the task that have the given key in one of its defining inputs. */
    List<PartitionKey> through(InputModel input, PartitionKey key) {
        List<InputModel> others =
                task.definers().stream().filter(other -> !other.equals(input)).toList();
        Set<PartitionKey> found = new LinkedHashSet<>();
        extend(bind(Map.of(), input, key), others, found);
        List<PartitionKey> joined = new ArrayList<>(found);
        joined.removeIf(partition -> !input.keyOf(partition).equals(key));
        return joined;
    }

    private void extend(Map<String, String> bound, List<InputModel> others, Set<PartitionKey> found) {
        if (others.isEmpty()) {
            PartitionKey partition = inOrder(bound);
            if (task.definers().stream().allMatch(definer -> hasRows(definer, partition))) {
                found.add(partition);
            }
            return;
        }
        InputModel next = others.getFirst();
        for (PartitionKey key : keys(next, bound)) {
            extend(bind(bound, next, key), others.subList(1, others.size()), found);
        }
    }

    /** The keys that an input has and that agree with what is bound. */
    private Set<PartitionKey> keys(InputModel input, Map<String, String> bound) {
        Set<PartitionKey> keys = new LinkedHashSet<>();
        String[] last = {""};
        state.edges.scan(input.rows() + boundPrefix(input, bound), (row, _) -> {
            String text = row.substring(input.rows().length(), row.lastIndexOf(Keys.SEPARATOR));
            if (!text.equals(last[0]) || keys.isEmpty()) {
                last[0] = text;
                PartitionKey key = PartitionKey.parse(text);
                if (agrees(input, key, bound)) {
                    keys.add(key);
                }
            }
            return true;
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

    private boolean hasRows(InputModel input, PartitionKey partition) {
        boolean[] any = {false};
        state.edges.scan(input.rows(input.keyOf(partition)), (_, _) -> {
            any[0] = true;
            return false;
        });
        return any[0];
    }
}
