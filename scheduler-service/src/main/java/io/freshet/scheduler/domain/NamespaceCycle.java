package io.freshet.scheduler.domain;

import io.freshet.contracts.spec.InputSpec;
import io.freshet.contracts.spec.TaskSpec;
import io.freshet.contracts.spec.WorkflowSpec;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A dataset of a namespace that is made of itself, by tasks of several workflows. (Within one workflow the specification's own check finds
 * it.) That workflows read each other's outputs is no circle as long as no dataset is made of itself.
 *
 * @param task of the candidate, which closes the circle
 * @param input by which it does
 * @param path the datasets of the circle, with what makes each of the one before
 */
record NamespaceCycle(String task, String input, String path) {
    /** A task that makes a dataset of another. */
    private record Step(WorkflowSpec workflow, TaskSpec task, String from, String to) {
        @Override
        public String toString() {
            return " -> %s (%s/%s)".formatted(to, workflow.name(), task.name());
        }
    }

    /**
     * A shortest circle through the first input that closes one; empty if there is none.
     *
     * @param others the workflows beside the candidate
     */
    static Optional<NamespaceCycle> of(WorkflowSpec candidate, Collection<WorkflowSpec> others) {
        Map<String, List<Step>> steps = new HashMap<>();
        addSteps(candidate, steps);
        others.forEach(other -> addSteps(other, steps));
        Set<String> foreign = new HashSet<>();
        others.forEach(other -> other.tasks()
                .values()
                .forEach(task -> foreign.addAll(task.outputs().keySet())));
        Set<String> found = new HashSet<>();
        for (TaskSpec task : candidate.tasks().values()) {
            for (InputSpec input : task.inputs().values()) {
                // A circle over workflows enters the candidate by what another one makes.
                if (foreign.contains(input.dataset()) && found.add(input.dataset())) {
                    Optional<NamespaceCycle> cycle = entered(candidate, circle(input.dataset(), steps));
                    if (cycle.isPresent()) {
                        return cycle;
                    }
                }
            }
        }
        return Optional.empty();
    }

    private static void addSteps(WorkflowSpec workflow, Map<String, List<Step>> steps) {
        for (TaskSpec task : workflow.tasks().values()) {
            for (InputSpec input : task.inputs().values()) {
                for (String output : task.outputs().keySet()) {
                    // A task may read earlier partitions of what it writes itself.
                    if (!output.equals(input.dataset())) {
                        steps.computeIfAbsent(input.dataset(), from -> new ArrayList<>())
                                .add(new Step(workflow, task, input.dataset(), output));
                    }
                }
            }
        }
    }

    /** The fewest steps from a dataset to itself; empty if there are none. Each step is looked at once. */
    private static List<Step> circle(String dataset, Map<String, List<Step>> steps) {
        Map<String, Step> reachedBy = new HashMap<>();
        Deque<String> open = new ArrayDeque<>(List.of(dataset));
        while (!open.isEmpty() && !reachedBy.containsKey(dataset)) {
            for (Step step : steps.getOrDefault(open.remove(), List.of())) {
                if (reachedBy.putIfAbsent(step.to(), step) == null) {
                    open.add(step.to());
                }
            }
        }
        List<Step> backwards = new ArrayList<>();
        for (Step step = reachedBy.get(dataset); step != null; step = reachedBy.get(step.from())) {
            backwards.add(step);
            if (step.from().equals(dataset)) {
                break;
            }
        }
        Collections.reverse(backwards);
        return backwards;
    }

    /** Where the candidate enters the circle, which need not be by the input that was looked at; empty if it has no part in it. */
    private static Optional<NamespaceCycle> entered(WorkflowSpec candidate, List<Step> circle) {
        return circle.stream()
                .filter(step -> step.workflow().equals(candidate))
                .findFirst()
                .map(entrance -> new NamespaceCycle(entrance.task().name(), input(entrance), path(circle)));
    }

    private static String input(Step step) {
        return step.task().inputs().values().stream()
                .filter(input -> input.dataset().equals(step.from()))
                .map(InputSpec::name)
                .findFirst()
                .orElseThrow();
    }

    private static String path(List<Step> circle) {
        StringBuilder path = new StringBuilder(circle.getFirst().from());
        circle.forEach(path::append);
        return path.toString();
    }
}
