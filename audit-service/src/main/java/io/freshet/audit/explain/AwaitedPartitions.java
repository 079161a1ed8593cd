package io.freshet.audit.explain;

import io.freshet.contracts.api.DeadlineInfo;
import io.freshet.contracts.api.Explanation.Missing;
import io.freshet.contracts.id.DatasetRef;
import io.freshet.contracts.id.InstanceRef;
import io.freshet.contracts.partition.Dimension;
import io.freshet.contracts.partition.PartitionKey;
import io.freshet.contracts.spec.TaskSpec;
import io.freshet.contracts.spec.WorkflowSpec;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Which deadlines expect what an instance lacks, or what it is to make. */
record AwaitedPartitions(OpenDeadlines deadlines) {
    /** Partitions that are looked at. */
    private static final int MOST_PARTITIONS = 10;

    /** Deadlines that are named. */
    private static final int MOST_DEADLINES = 5;

    private record Awaited(DatasetRef dataset, PartitionKey partition) {}

    /** Those that expect any of it, each once, the longest ago first. */
    List<DeadlineInfo> of(InstanceRef instance, Optional<WorkflowSpec> spec, List<Missing> missing) {
        Stream<Awaited> lacking = missing.stream().flatMap(input -> input(instance, input).stream());
        Stream<Awaited> made = spec.stream().flatMap(workflow -> outputs(instance, workflow).stream());
        return Stream.concat(lacking, made)
                .distinct()
                .limit(MOST_PARTITIONS)
                .flatMap(awaited -> deadlines.of(awaited.dataset(), awaited.partition(), MOST_DEADLINES).stream())
                .distinct()
                .sorted(Comparator.comparing(DeadlineInfo::due))
                .limit(MOST_DEADLINES)
                .toList();
    }

    private static Optional<Awaited> input(InstanceRef instance, Missing missing) {
        String text = missing.input();
        int end = text.indexOf('/');
        try {
            return Optional.of(new Awaited(
                    new DatasetRef(instance.namespace(), end < 0 ? text : text.substring(0, end)),
                    end < 0 ? PartitionKey.NONE : PartitionKey.parse(text.substring(end + 1))));
        } catch (IllegalArgumentException e) {
            // It names a range, and no partition.
            return Optional.empty();
        }
    }

    /** Where the instance has a value for each dimension of an output. */
    private static List<Awaited> outputs(InstanceRef instance, WorkflowSpec workflow) {
        TaskSpec task = workflow.tasks().get(instance.task());
        List<Awaited> outputs = new ArrayList<>();
        for (String dataset :
                task == null ? List.<String>of() : List.copyOf(task.outputs().keySet())) {
            List<PartitionKey.Value> values = workflow.layout(dataset).dimensions().stream()
                    .map(Dimension::name)
                    .flatMap(name ->
                            instance.partition().value(name).map(value -> new PartitionKey.Value(name, value)).stream())
                    .toList();
            if (values.size() == workflow.layout(dataset).dimensions().size()) {
                outputs.add(new Awaited(new DatasetRef(instance.namespace(), dataset), new PartitionKey(values)));
            }
        }
        return outputs;
    }
}
