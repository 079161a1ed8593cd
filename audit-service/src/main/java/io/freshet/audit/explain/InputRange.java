package io.freshet.audit.explain;

import io.freshet.contracts.id.DatasetRef;
import io.freshet.contracts.id.InstanceRef;
import io.freshet.contracts.id.TaskRef;
import io.freshet.contracts.partition.Dimension;
import io.freshet.contracts.partition.PartitionJoin;
import io.freshet.contracts.partition.PartitionKey;
import io.freshet.contracts.spec.InputSpec;
import io.freshet.contracts.spec.TaskSpec;
import io.freshet.contracts.spec.WorkflowSpec;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Which partitions of a dataset an instance reads through one of its inputs, as far as the specification says: those that agree with it
 * in the dimensions that both have, along time within the input's window.
 *
 * @param dimensions of the dataset
 * @param producer the task of the same workflow that makes the dataset; null if it comes from outside
 * @param producerDimensions none if it comes from outside
 * @param spans by shared dimension the values that are read
 */
record InputRange(
        DatasetRef dataset,
        List<Dimension> dimensions,
        @Nullable TaskRef producer,
        List<Dimension> producerDimensions,
        Map<String, Span> spans) {
    /** Values of a dimension from the first to the last, as coarse as the coarser side has them. */
    record Span(Dimension dimension, String first, String last) {
        boolean includes(Dimension of, String value) {
            if (!dimension.isDeterminedBy(of)) {
                return true;
            }
            if (!isValid(of, value)) {
                return false;
            }
            String projected = dimension.project(value);
            return first.compareTo(projected) <= 0 && projected.compareTo(last) <= 0;
        }

        boolean isOneOf(Dimension of) {
            return first.equals(last) && of.equals(dimension);
        }
    }

    /** The inputs of an instance; none of a task that is no longer there. */
    static List<InputRange> of(WorkflowSpec workflow, InstanceRef instance) {
        TaskSpec task = workflow.tasks().get(instance.task());
        if (task == null) {
            return List.of();
        }
        List<Dimension> own = workflow.taskDimensions(task);
        return task.inputs().values().stream()
                .map(input -> of(workflow, instance, own, input))
                .toList();
    }

    private static InputRange of(WorkflowSpec workflow, InstanceRef instance, List<Dimension> own, InputSpec input) {
        List<Dimension> dimensions = workflow.layout(input.dataset()).dimensions();
        PartitionJoin join = PartitionJoin.of(own, dimensions, input.window(), input.offset());
        Map<String, Span> spans = new LinkedHashMap<>();
        for (Dimension shared : join.key()) {
            value(instance.partition(), shared, own)
                    .ifPresent(value ->
                            spans.put(shared.name(), span(shared, shared.project(value), join.reachOf(shared))));
        }
        TaskSpec producer = workflow.producer(input.dataset()).orElse(null);
        return new InputRange(
                new DatasetRef(instance.namespace(), input.dataset()),
                dimensions,
                producer == null ? null : new TaskRef(instance.namespace(), instance.workflow(), producer.name()),
                producer == null ? List.of() : workflow.taskDimensions(producer),
                spans);
    }

    private static Optional<String> value(PartitionKey instance, Dimension shared, List<Dimension> own) {
        return own.stream()
                .filter(mine -> mine.name().equals(shared.name()))
                .findFirst()
                .flatMap(mine -> instance.value(mine.name()).filter(value -> isValid(mine, value)));
    }

    private static Span span(Dimension shared, String own, PartitionJoin.Reach reach) {
        return new Span(shared, shifted(shared, own, reach.from()), shifted(shared, own, reach.to()));
    }

    /** Not of a key that was written when the layout was another. */
    private static boolean isValid(Dimension dimension, String value) {
        return dimension.time().map(time -> time.isValid(value)).orElse(true);
    }

    private static String shifted(Dimension dimension, String value, int intervals) {
        return dimension.time().flatMap(time -> time.shift(value, intervals)).orElse(value);
    }

    /** Where in the dataset what it reads is. */
    KeyRange partitions() {
        return range(dimensions);
    }

    /** Where among the producer's instances those are that make what it reads. */
    KeyRange producers() {
        return range(producerDimensions);
    }

    boolean reads(PartitionKey partition) {
        return agrees(dimensions, partition);
    }

    boolean isMadeBy(InstanceRef instance) {
        return instance.taskRef().equals(producer) && agrees(producerDimensions, instance.partition());
    }

    private boolean agrees(List<Dimension> of, PartitionKey key) {
        for (Dimension dimension : of) {
            Span span = spans.get(dimension.name());
            String value = key.value(dimension.name()).orElse(null);
            if (span != null && value != null && !span.includes(dimension, value)) {
                return false;
            }
        }
        return true;
    }

    /** As narrow as the leading dimensions permit; what follows them is looked for. */
    private KeyRange range(List<Dimension> of) {
        List<String> fixed = new ArrayList<>();
        for (Dimension dimension : of) {
            Span span = spans.get(dimension.name());
            if (span == null || !span.dimension().isDeterminedBy(dimension)) {
                String begin = fixed.isEmpty() ? "" : String.join("/", fixed) + "/";
                return KeyRange.between(begin, begin, parts(of));
            }
            if (!span.isOneOf(dimension)) {
                return KeyRange.between(
                        joined(fixed, dimension, span.first()), joined(fixed, dimension, span.last()), parts(of));
            }
            fixed.add(written(dimension, span.first()));
        }
        return KeyRange.of(String.join("/", fixed));
    }

    /** The values that are known, of a coarser time its beginning. */
    private List<String> parts(List<Dimension> of) {
        List<String> parts = new ArrayList<>();
        for (Dimension dimension : of) {
            Span span = spans.get(dimension.name());
            if (span != null
                    && span.first().equals(span.last())
                    && span.dimension().isDeterminedBy(dimension)) {
                parts.add("/" + written(dimension, span.first()) + (span.isOneOf(dimension) ? "/" : ""));
            }
        }
        return parts;
    }

    private static String joined(List<String> fixed, Dimension dimension, String value) {
        List<String> parts = new ArrayList<>(fixed);
        parts.add(written(dimension, value));
        return String.join("/", parts);
    }

    private static String written(Dimension dimension, String value) {
        return PartitionKey.of(dimension.name(), value).toString();
    }
}
