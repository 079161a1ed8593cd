package io.freshet.language.check;

import io.freshet.contracts.partition.Dimension;
import io.freshet.contracts.spec.InputSpec;
import io.freshet.contracts.spec.TaskSpec;
import io.freshet.contracts.spec.WorkflowSpec;
import io.freshet.contracts.text.Suggestion;
import io.freshet.language.grammar.SpecErrorCode;
import io.freshet.language.grammar.SpecErrors;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** The dimensions of tasks, inputs and outputs fit each other. */
public final class DimensionCheck implements SpecCheck {
    @Override
    public void check(WorkflowSpec spec, SpecErrors errors) {
        for (TaskSpec task : spec.tasks().values()) {
            if (isReadable(spec, task, errors) && hasOneKindPerName(spec, task, errors)) {
                checkPartitionBy(spec, task, errors);
                List<Dimension> dimensions = spec.taskDimensions(task);
                checkOutputs(spec, task, dimensions, errors);
                task.inputs()
                        .values()
                        .forEach(input -> new InputDimensionCheck(spec, task, dimensions, input, errors).check());
            }
        }
    }

    /** Whether everything that the rules look at was read well. */
    static boolean isReadable(WorkflowSpec spec, TaskSpec task, SpecErrors errors) {
        return datasets(task)
                .allMatch(dataset -> spec.datasets().containsKey(dataset)
                        && !errors.isBroken("spec.datasets.%s.layout".formatted(dataset)));
    }

    private static boolean hasOneKindPerName(WorkflowSpec spec, TaskSpec task, SpecErrors errors) {
        Map<String, Dimension> kinds = new HashMap<>();
        Map<String, String> where = new HashMap<>();
        boolean agree = true;
        for (String dataset : datasets(task).toList()) {
            for (Dimension dimension : spec.layout(dataset).dimensions()) {
                Dimension first = kinds.putIfAbsent(dimension.name(), dimension);
                where.putIfAbsent(dimension.name(), dataset);
                if (first != null && first.isTime() != dimension.isTime()) {
                    agree = false;
                    errors.at(
                            "spec.tasks." + task.name(),
                            SpecErrorCode.DIMENSION_MISMATCH,
                            "dimension '%s' is %s in dataset '%s' but %s in '%s'"
                                    .formatted(
                                            dimension.name(),
                                            kind(first),
                                            where.get(dimension.name()),
                                            kind(dimension),
                                            dataset),
                            "write it alike in both layouts, such as {%s:yyyy-MM-dd}".formatted(dimension.name()));
                }
            }
        }
        return agree;
    }

    private static void checkPartitionBy(WorkflowSpec spec, TaskSpec task, SpecErrors errors) {
        List<Dimension> outputs = dimensions(spec, task.outputs().keySet().stream());
        List<Dimension> inputs = dimensions(
                spec,
                task.inputs().values().stream()
                        .map(InputSpec::dataset)
                        .filter(dataset -> !task.outputs().containsKey(dataset)));
        List<String> names = outputs.stream().map(Dimension::name).distinct().toList();
        for (int i = 0; i < task.partitionBy().size(); i++) {
            String name = task.partitionBy().get(i);
            String path = "spec.tasks.%s.partitionBy[%d]".formatted(task.name(), i);
            Optional<Dimension> dimension = spec.taskDimensions(task).stream()
                    .filter(candidate -> candidate.name().equals(name))
                    .findFirst();
            if (dimension.isEmpty()) {
                errors.at(
                        path,
                        SpecErrorCode.UNKNOWN_DIMENSION,
                        "no output of task '%s' has a dimension '%s'".formatted(task.name(), name),
                        Suggestion.hint(name, names));
            } else if (!task.inputs().isEmpty() && inputs.stream().noneMatch(dimension.get()::isDeterminedBy)) {
                errors.at(
                        path,
                        SpecErrorCode.DIMENSION_MISMATCH,
                        "no input of task '%s' says which values of '%s' there are".formatted(task.name(), name),
                        "leave it out: the task then writes any number of partitions of it");
            }
        }
    }

    /** A partition of an output says which instance of the task writes it, or two would write the same one. */
    private static void checkOutputs(WorkflowSpec spec, TaskSpec task, List<Dimension> dimensions, SpecErrors errors) {
        for (String output : task.outputs().keySet()) {
            List<Dimension> written = spec.layout(output).dimensions();
            for (Dimension dimension : dimensions) {
                if (written.stream().noneMatch(dimension::isDeterminedBy)) {
                    errors.at(
                            "spec.tasks.%s.outputs.%s".formatted(task.name(), output),
                            SpecErrorCode.DIMENSION_MISMATCH,
                            "task '%s' has an instance per '%s', and several of them would write the same partition of '%s'"
                                    .formatted(task.name(), dimension.name(), output),
                            "add {%s} to the layout of '%s', or write it by a task of its own"
                                    .formatted(dimension.name(), output));
                }
            }
        }
    }

    private static List<Dimension> dimensions(WorkflowSpec spec, Stream<String> datasets) {
        List<Dimension> dimensions = new ArrayList<>();
        datasets.forEach(dataset -> dimensions.addAll(spec.layout(dataset).dimensions()));
        return dimensions;
    }

    private static Stream<String> datasets(TaskSpec task) {
        return Stream.concat(task.inputs().values().stream().map(InputSpec::dataset), task.outputs().keySet().stream())
                .distinct();
    }

    private static String kind(Dimension dimension) {
        return dimension.isTime() ? "a time" : "a text";
    }
}
