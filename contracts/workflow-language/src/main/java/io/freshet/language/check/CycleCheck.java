package io.freshet.language.check;

import io.freshet.contracts.spec.InputSpec;
import io.freshet.contracts.spec.TaskSpec;
import io.freshet.contracts.spec.WorkflowSpec;
import io.freshet.language.grammar.SpecErrorCode;
import io.freshet.language.grammar.SpecErrors;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * No task depends on itself, except on earlier partitions of its own output ({@code offset}). Each group of tasks that depend on
 * each other is reported once, by its shortest circle through the task that comes first. Without recursion, as chains may be long.
 */
public final class CycleCheck implements SpecCheck {
    @Override
    public void check(WorkflowSpec spec, SpecErrors errors) {
        Map<String, Set<String>> downstream = edges(spec);
        for (Set<String> group : groups(downstream)) {
            List<String> circle = circle(group, downstream);
            if (!circle.isEmpty()) {
                report(spec, circle, errors);
            }
        }
    }

    private static void report(WorkflowSpec spec, List<String> circle, SpecErrors errors) {
        TaskSpec task = spec.task(circle.getFirst());
        String upstream = circle.get(circle.size() - 2);
        String input = task.inputs().values().stream()
                .filter(candidate -> isWrittenBy(spec, candidate.dataset(), upstream))
                .map(InputSpec::name)
                .findFirst()
                .orElseThrow();
        errors.at(
                "spec.tasks.%s.inputs.%s".formatted(task.name(), input),
                SpecErrorCode.CYCLE,
                "tasks depend on each other in a circle: " + String.join(" -> ", circle),
                circle.size() == 2
                        ? "read another dataset, or earlier partitions of it with offset"
                        : "take one of these inputs away");
    }

    private static boolean isWrittenBy(WorkflowSpec spec, String dataset, String task) {
        return spec.task(task).outputs().containsKey(dataset);
    }

    /** Per task, the tasks that read what it writes. */
    private static Map<String, Set<String>> edges(WorkflowSpec spec) {
        Map<String, String> producers = new HashMap<>();
        Map<String, Set<String>> downstream = new LinkedHashMap<>();
        for (TaskSpec task : spec.tasks().values()) {
            downstream.put(task.name(), new LinkedHashSet<>());
            task.outputs().keySet().forEach(dataset -> producers.putIfAbsent(dataset, task.name()));
        }
        for (TaskSpec task : spec.tasks().values()) {
            for (InputSpec input : task.inputs().values()) {
                String producer = producers.get(input.dataset());
                boolean earlier =
                        task.name().equals(producer) && !input.offset().isEmpty();
                if (producer != null && !earlier) {
                    downstream.getOrDefault(producer, Set.of()).add(task.name());
                }
            }
        }
        return downstream;
    }

    /** The strongly connected components (Kosaraju), each in the order of the file. */
    private static List<Set<String>> groups(Map<String, Set<String>> downstream) {
        Map<String, Set<String>> upstream = new LinkedHashMap<>();
        downstream.keySet().forEach(task -> upstream.put(task, new LinkedHashSet<>()));
        downstream.forEach((task, readers) -> readers.forEach(
                reader -> upstream.getOrDefault(reader, Set.of()).add(task)));

        Set<String> seen = new LinkedHashSet<>();
        List<String> finished = new ArrayList<>();
        downstream.keySet().forEach(task -> finished.addAll(visit(task, downstream, seen)));
        Collections.reverse(finished);
        Set<String> assigned = new LinkedHashSet<>();
        List<Set<String>> groups = new ArrayList<>();
        for (String task : finished) {
            List<String> members = visit(task, upstream, assigned);
            if (!members.isEmpty()) {
                Set<String> group = new LinkedHashSet<>(downstream.keySet());
                group.retainAll(Set.copyOf(members));
                groups.add(group);
            }
        }
        return groups;
    }

    /** What is reached from a task and was not seen before, in the order in which a depth-first search leaves it. */
    private static List<String> visit(String start, Map<String, Set<String>> edges, Set<String> seen) {
        List<String> finished = new ArrayList<>();
        Deque<String> path = new ArrayDeque<>();
        Deque<Iterator<String>> open = new ArrayDeque<>();
        if (seen.add(start)) {
            path.push(start);
            open.push(edges.getOrDefault(start, Set.of()).iterator());
        }
        while (!path.isEmpty()) {
            if (!open.element().hasNext()) {
                open.pop();
                finished.add(path.pop());
                continue;
            }
            String next = open.element().next();
            if (seen.add(next)) {
                path.push(next);
                open.push(edges.getOrDefault(next, Set.of()).iterator());
            }
        }
        return finished;
    }

    /** The shortest way from the group's first task to itself; empty if there is none. */
    private static List<String> circle(Set<String> group, Map<String, Set<String>> downstream) {
        String first = group.iterator().next();
        Map<String, String> cameFrom = new HashMap<>();
        Deque<String> queue = new ArrayDeque<>(List.of(first));
        while (!queue.isEmpty()) {
            String task = queue.remove();
            for (String reader : downstream.getOrDefault(task, Set.of())) {
                if (reader.equals(first)) {
                    return walkBack(first, task, cameFrom);
                }
                if (group.contains(reader) && cameFrom.putIfAbsent(reader, task) == null) {
                    queue.add(reader);
                }
            }
        }
        return List.of();
    }

    private static List<String> walkBack(String first, String last, Map<String, String> cameFrom) {
        Deque<String> circle = new ArrayDeque<>(List.of(first));
        for (String task = last; task != null && !task.equals(first); task = cameFrom.get(task)) {
            circle.push(task);
        }
        circle.push(first);
        return List.copyOf(circle);
    }
}
