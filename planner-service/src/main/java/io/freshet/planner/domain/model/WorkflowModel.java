package io.freshet.planner.domain.model;

import io.freshet.contracts.event.WorkflowDefinition;
import io.freshet.contracts.id.DatasetRef;
import io.freshet.contracts.id.WorkflowRef;
import io.freshet.contracts.spec.DatasetSpec;
import io.freshet.contracts.spec.TaskSpec;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A deployed version of a workflow, with everything worked out that does not depend on partitions.
 *
 * @param tasks by name, each after those whose outputs it reads
 * @param readers by dataset name, the inputs that read it
 * @param widestWindow the most keys that an instance reads through all its inputs
 */
public record WorkflowModel(
        WorkflowDefinition definition,
        Map<String, TaskModel> tasks,
        Map<String, List<InputModel>> readers,
        long widestWindow) {

    /**
     * @throws IllegalArgumentException if the definition cannot be planned; the message says why
     */
    public static WorkflowModel of(WorkflowDefinition definition) {
        Map<String, TaskModel> models = new LinkedHashMap<>();
        for (TaskSpec task : definition.spec().tasks().values()) {
            models.put(task.name(), TaskModel.of(definition, task));
        }
        Map<String, TaskModel> sorted = new LinkedHashMap<>();
        models.values().forEach(task -> visit(task, models, sorted, new ArrayList<>()));
        Map<String, List<InputModel>> readers = new HashMap<>();
        for (TaskModel task : sorted.values()) {
            for (InputModel input : task.inputs()) {
                readers.computeIfAbsent(input.dataset().dataset(), _ -> new ArrayList<>())
                        .add(input);
            }
        }
        long widest =
                sorted.values().stream().mapToLong(TaskModel::windowKeys).max().orElse(1);
        return new WorkflowModel(definition, sorted, readers, widest);
    }

    private static void visit(
            TaskModel task, Map<String, TaskModel> models, Map<String, TaskModel> sorted, List<String> path) {
        if (sorted.containsKey(task.name())) {
            return;
        }
        if (path.contains(task.name())) {
            throw new IllegalArgumentException(
                    "tasks read each other's outputs in a circle: %s -> %s".formatted(path, task.name()));
        }
        path.add(task.name());
        for (InputModel input : task.inputs()) {
            // A chain over time reads only what is strictly earlier, and is no circle.
            String name = input.isChain() && !input.reach().includesOwn() ? null : input.producer();
            TaskModel producer = name == null ? null : models.get(name);
            if (producer != null) {
                visit(producer, models, sorted, path);
            }
        }
        path.removeLast();
        sorted.put(task.name(), task);
    }

    public WorkflowRef ref() {
        return definition.workflow();
    }

    public Optional<TaskModel> task(String name) {
        return Optional.ofNullable(tasks.get(name));
    }

    /**
     * @throws IllegalStateException if there is no such task: the caller holds an instance of it
     */
    public TaskModel requireTask(String name) {
        return task(name).orElseThrow(() -> new IllegalStateException("%s has no task '%s'".formatted(ref(), name)));
    }

    /** Whether readers keep what is no longer there. */
    public boolean keepsDeleted(DatasetRef dataset) {
        DatasetSpec spec = definition.spec().datasets().get(dataset.dataset());
        return spec != null && spec.deletions() == DatasetSpec.Deletions.IGNORE;
    }

    /** The datasets that tasks of the workflow make, in the order of the tasks. */
    public Set<DatasetRef> produced() {
        Set<DatasetRef> produced = new LinkedHashSet<>();
        tasks.values().forEach(task -> task.outputs().forEach(output -> produced.add(output.dataset())));
        return produced;
    }

    /** The task of the workflow that makes a dataset. */
    public Optional<TaskModel> producer(DatasetRef dataset) {
        return dataset.namespace().equals(ref().namespace())
                ? definition.spec().producer(dataset.dataset()).flatMap(task -> task(task.name()))
                : Optional.empty();
    }

    public List<InputModel> readers(DatasetRef dataset) {
        return readers.getOrDefault(dataset.dataset(), List.of());
    }

    /** The datasets that are read and that no task of the workflow makes, in the order of the tasks. */
    public Set<DatasetRef> external() {
        Set<DatasetRef> external = new LinkedHashSet<>();
        for (TaskModel task : tasks.values()) {
            for (InputModel input : task.inputs()) {
                if (input.producer() == null) {
                    external.add(input.dataset());
                }
            }
        }
        return external;
    }

    public Optional<InputModel> input(String task, String name) {
        return task(task).stream()
                .flatMap(model -> model.inputs().stream())
                .filter(input -> input.name().equals(name))
                .findFirst();
    }
}
