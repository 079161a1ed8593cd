package io.freshet.scheduler.domain;

import io.freshet.contracts.api.BackfillOrder;
import io.freshet.contracts.event.RunRequest;
import io.freshet.contracts.partition.Dimension;
import io.freshet.contracts.partition.PartitionSelection;
import io.freshet.contracts.partition.ValueRange;
import io.freshet.contracts.spec.TaskSpec;
import io.freshet.contracts.spec.WorkflowSpec;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The ranges of a backfill, and of which dimension they are.
 *
 * @param dimension empty if there are errors
 * @param errors what is wrong, one sentence each
 */
public record BackfillRanges(String dimension, List<ValueRange> ranges, List<String> errors) {
    /** The bound on the ranges of one backfill. */
    public static final int MOST_RANGES = 1_000;

    /** The bound on the attempts that a limit may allow. */
    public static final int MOST_ACTIVE = 1_000_000;

    /** The bound on a priority, below 0 and above. */
    public static final int MOST_PRIORITY = 1_000;

    public BackfillRanges {
        ranges = List.copyOf(ranges);
        errors = List.copyOf(errors);
    }

    /**
     * Reads them.
     *
     * @param tasks of the run; empty: all
     */
    public static BackfillRanges of(WorkflowSpec workflow, Collection<String> tasks, BackfillOrder order) {
        List<TaskSpec> chosen = workflow.tasks().values().stream()
                .filter(task -> tasks.isEmpty() || tasks.contains(task.name()))
                .toList();
        List<String> errors = new ArrayList<>();
        if (order.ranges().isEmpty() || order.ranges().size() > MOST_RANGES) {
            errors.add("a backfill has 1 to %,d ranges".formatted(MOST_RANGES));
        }
        between("maxActive", order.maxActive(), 1, MOST_ACTIVE).ifPresent(errors::add);
        between("priority", order.priority(), -MOST_PRIORITY, MOST_PRIORITY).ifPresent(errors::add);
        String dimension = dimension(workflow, chosen, order, errors);
        if (errors.isEmpty()) {
            errors.addAll(errorsOfRanges(workflow, chosen, dimension, order));
        }
        return new BackfillRanges(dimension, order.ranges(), errors);
    }

    /** The ranges by their dimension, as requests have them. */
    public Map<String, List<ValueRange>> byDimension() {
        return Map.of(dimension, ranges);
    }

    /** What is caught up on, in a few words for people. */
    public String description() {
        String shown = ranges.stream().limit(3).map(ValueRange::toString).collect(Collectors.joining(", "));
        return "backfill of %s %s%s".formatted(dimension, shown, ranges.size() > 3 ? ", ..." : "");
    }

    private static Optional<String> between(String name, @Nullable Integer value, int least, int most) {
        return value == null || (value >= least && value <= most)
                ? Optional.empty()
                : Optional.of("%s is %,d, and may be %,d to %,d".formatted(name, value, least, most));
    }

    private static String dimension(
            WorkflowSpec workflow, List<TaskSpec> tasks, BackfillOrder order, List<String> errors) {
        String named = order.dimension();
        Set<String> there = new TreeSet<>();
        Set<String> times = new TreeSet<>();
        for (TaskSpec task : tasks) {
            for (Dimension dimension : workflow.taskDimensions(task)) {
                there.add(dimension.name());
                if (dimension.isTime()) {
                    times.add(dimension.name());
                }
            }
        }
        if (named != null) {
            if (!there.contains(named)) {
                errors.add("no task of the backfill has a dimension '%.100s': there is %s".formatted(named, there));
            }
            return named;
        }
        if (times.size() == 1) {
            return times.iterator().next();
        }
        errors.add(
                times.isEmpty()
                        ? "no task of the backfill has a dimension of time: name the dimension, one of " + there
                        : "the tasks of the backfill have several dimensions of time: name one of " + times);
        return "";
    }

    private static List<String> errorsOfRanges(
            WorkflowSpec workflow, List<TaskSpec> tasks, String name, BackfillOrder order) {
        List<Dimension> dimensions = tasks.stream()
                .flatMap(task -> workflow.taskDimensions(task).stream())
                .filter(dimension -> dimension.name().equals(name))
                .toList();
        List<String> errors = new ArrayList<>();
        for (ValueRange range : order.ranges()) {
            if (range.from() == null && range.to() == null) {
                errors.add("a range of dimension '%s' has neither a beginning nor an end".formatted(name));
            } else if (dimensions.stream()
                    .noneMatch(each -> range.objection(each).isEmpty())) {
                range.objection(dimensions.getFirst()).ifPresent(errors::add);
            }
        }
        PartitionSelection selection = new PartitionSelection(order.run().where(), Map.of(name, order.ranges()));
        for (TaskSpec task : tasks) {
            List<Dimension> own = workflow.taskDimensions(task);
            if (task.inputs().isEmpty()
                    && selection.isNaming(own)
                    && selection.named(own, RunRequest.MOST_NAMED).isEmpty()) {
                errors.add(
                        "task '%s' has no inputs, so the backfill would bring more than %,d of its instances into being: choose smaller ranges"
                                .formatted(task.name(), RunRequest.MOST_NAMED));
            }
        }
        return errors;
    }
}
