package io.freshet.planner.domain.graph;

import io.freshet.contracts.data.PartitionVersion;
import io.freshet.contracts.partition.PartitionKey;
import io.freshet.language.check.ConditionVariables;
import io.freshet.language.check.ConditionVariables.Measure;
import io.freshet.language.expression.Condition;
import io.freshet.planner.domain.instance.InstanceId;
import io.freshet.planner.domain.instance.Results;
import io.freshet.planner.domain.model.InputModel;
import io.freshet.planner.domain.model.TaskCondition;
import io.freshet.planner.domain.model.WorkflowModel;
import io.freshet.planner.domain.port.EdgePort;
import io.freshet.planner.domain.port.ModelPort;
import io.freshet.planner.domain.port.OutputPort;
import io.freshet.planner.domain.state.ListedChunk.Size;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** What a condition may know of what an instance reads. */
public final class InputMeasures {
    private final WorkflowModel model;
    private final EdgePort edges;
    private final OutputPort made;
    private final PartitionVersions versions;

    public <P extends ModelPort & EdgePort & OutputPort> InputMeasures(P ports, PartitionVersions versions) {
        this.model = ports.model();
        this.edges = ports;
        this.made = ports;
        this.versions = versions;
    }

    /** What the condition may know of the inputs, by its name for it. */
    public Map<String, Object> of(Inputs inputs, TaskCondition condition) {
        Map<String, Object> measures = new LinkedHashMap<>();
        inputs.present().forEach((input, partitions) -> {
            Size size = size(input, partitions);
            measures.put(ConditionVariables.input(input.name(), Measure.PARTITIONS), (long) partitions.size());
            measures.put(ConditionVariables.input(input.name(), Measure.FILES), size.files());
            measures.put(ConditionVariables.input(input.name(), Measure.BYTES), size.bytes());
            if (condition.speaksOfResults(input.name())) {
                measures.put(
                        ConditionVariables.results(input.name()),
                        condition.results(input.name(), results(input, partitions)));
            }
        });
        return measures;
    }

    private Size size(InputModel input, InputPartitions partitions) {
        return switch (partitions) {
            case InputPartitions.Listed listed -> listed.measured();
            case InputPartitions.Named(var fingerprints) -> {
                Size size = Size.NONE;
                for (String partition : fingerprints.keySet()) {
                    PartitionVersion version = versions.find(input, partition);
                    size = version == null ? size : size.plus(version.files(), version.bytes());
                }
                yield size;
            }
        };
    }

    /** What the task that makes an input reported, a record for each instance that is read. */
    private List<Map<String, Object>> results(InputModel input, InputPartitions partitions) {
        String producer = Objects.requireNonNull(input.producer());
        return texts(input, partitions).stream()
                .map(partition -> InstanceId.of(Inputs.producer(model, producer, PartitionKey.parse(partition))))
                .distinct()
                .map(id -> {
                    Results results = made.resultRows().get(id.key());
                    return Condition.record((results == null ? Results.NONE : results).values());
                })
                .toList();
    }

    private Collection<String> texts(InputModel input, InputPartitions partitions) {
        return switch (partitions) {
            case InputPartitions.Named(var fingerprints) -> fingerprints.keySet();
            case InputPartitions.Listed listed -> {
                List<String> texts = new ArrayList<>();
                for (PartitionKey key : listed.keys()) {
                    edges.edgesWhile(input, key, (partition, edge) -> {
                        if (edge.fingerprint() != null) {
                            texts.add(partition);
                        }
                        return true;
                    });
                }
                yield texts;
            }
        };
    }
}
