package io.freshet.contracts.spec;

import io.freshet.contracts.partition.Dimension;
import io.freshet.contracts.partition.Layout;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A workflow as its author describes it: {@code apiVersion: freshet.io/v1, kind: Workflow}. A value of this type that came
 * from the parser is valid; names are unique and every reference resolves. Maps keep the author's order.
 *
 * @param overlap what becomes of a run that is asked for while another one is under way
 * @param maxActive how many attempts of all its tasks may run at once; null: no limit of its own
 * @param concurrency how many attempts of equal key may run at once, of all tasks whose partitions have that key; null: any number
 */
public record WorkflowSpec(
        String name,
        String description,
        Map<String, ParamSpec> params,
        Overlap overlap,
        @Nullable Integer maxActive,
        @Nullable ConcurrencySpec concurrency,
        Map<String, DatasetSpec> datasets,
        Map<String, TaskSpec> tasks,
        List<TriggerSpec> triggers,
        List<DeadlineSpec> deadlines,
        List<AlertSpec> alerts) {
    /** The only version of the specification there is. */
    public static final String API_VERSION = "freshet.io/v1";

    public WorkflowSpec {
        params = OrderedCopies.copy(params);
        datasets = OrderedCopies.copy(datasets);
        tasks = OrderedCopies.copy(tasks);
        triggers = List.copyOf(triggers);
        deadlines = List.copyOf(deadlines);
        alerts = List.copyOf(alerts);
    }

    /** The same with the days that the files of its deadlines' calendars have. */
    public WorkflowSpec withDays(Map<String, List<LocalDate>> byFile) {
        return new WorkflowSpec(
                name,
                description,
                params,
                overlap,
                maxActive,
                concurrency,
                datasets,
                tasks,
                triggers,
                deadlines.stream().map(deadline -> deadline.withDays(byFile)).toList(),
                alerts);
    }

    /**
     * A dataset that this workflow declares.
     *
     * @throws IllegalArgumentException if it does not
     */
    public DatasetSpec dataset(String dataset) {
        DatasetSpec spec = datasets.get(dataset);
        if (spec == null) {
            throw new IllegalArgumentException("workflow '%s' has no dataset '%s'".formatted(name, dataset));
        }
        return spec;
    }

    /**
     * A task of this workflow.
     *
     * @throws IllegalArgumentException if there is none of this name
     */
    public TaskSpec task(String task) {
        TaskSpec spec = tasks.get(task);
        if (spec == null) {
            throw new IllegalArgumentException("workflow '%s' has no task '%s'".formatted(name, task));
        }
        return spec;
    }

    /** The task of this workflow that writes the dataset; empty for one that comes from outside. */
    public Optional<TaskSpec> producer(String dataset) {
        return tasks.values().stream()
                .filter(task -> task.outputs().containsKey(dataset))
                .findFirst();
    }

    /** The layout of a dataset, {@link Layout#WHOLE_DIRECTORY} where none is declared. */
    public Layout layout(String dataset) {
        return dataset(dataset).layout();
    }

    /**
     * The dimensions of a task: {@code partitionBy}, else those of its outputs that an input determines; for a task without
     * inputs all of its outputs' dimensions. Where two outputs write a time dimension in different precision, the coarser.
     */
    public List<Dimension> taskDimensions(TaskSpec task) {
        return TaskDimensions.of(this, task);
    }
}
