package io.freshet.planner.domain.evaluation;

import io.freshet.contracts.data.Fingerprint;
import io.freshet.contracts.event.AttemptSpec;
import io.freshet.contracts.event.InputList.ChunkListed;
import io.freshet.contracts.event.InputList.IndexListed;
import io.freshet.contracts.event.PartitionChunk;
import io.freshet.contracts.event.PartitionIndex;
import io.freshet.contracts.id.WorkflowRef;
import io.freshet.contracts.partition.PartitionKey;
import io.freshet.planner.domain.graph.InputPartitions;
import io.freshet.planner.domain.graph.Inputs;
import io.freshet.planner.domain.instance.InstanceId;
import io.freshet.planner.domain.model.InputModel;
import io.freshet.planner.domain.model.ListBounds;
import io.freshet.planner.domain.state.Effects;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;

/** What an order says of the inputs of an attempt. Lists that it names are sent before it. */
final class WorkInputs {
    private final WorkflowRef workflow;
    private final ListBounds bounds;
    private final Effects effects;
    private final Instant now;
    private final InstanceId id;
    private int named;
    private int characters;

    WorkInputs(WorkflowRef workflow, ListBounds bounds, Effects effects, Instant now, InstanceId id) {
        this.workflow = workflow;
        this.bounds = bounds;
        this.effects = effects;
        this.now = now;
        this.id = id;
    }

    List<AttemptSpec.Input> of(Inputs inputs) {
        List<AttemptSpec.Input> all = new ArrayList<>();
        inputs.present().forEach((input, partitions) -> all.add(of(input, partitions)));
        return all;
    }

    private AttemptSpec.Input of(InputModel input, InputPartitions partitions) {
        return switch (partitions) {
            case InputPartitions.Listed listed -> listed(input, listed.index());
            case InputPartitions.Named taken
            when !mayName(taken.fingerprints()) -> listed(input, send(taken.chunks(input, id.partition(), bounds)));
            case InputPartitions.Named(var fingerprints) ->
                new AttemptSpec.Input(
                        input.name(),
                        input.dataset(),
                        input.path(),
                        input.producer() == null,
                        fingerprints.entrySet().stream()
                                .map(partition -> new AttemptSpec.InputPartition(
                                        PartitionKey.parse(partition.getKey()), partition.getValue()))
                                .toList());
        };
    }

    /** Whether the partitions are to be named: so few of one input, and not much more of all inputs. */
    private boolean mayName(NavigableMap<String, Fingerprint> fingerprints) {
        int more = fingerprints.keySet().stream().mapToInt(String::length).sum();
        if (fingerprints.size() > bounds.inline()
                || named + fingerprints.size() > 2 * bounds.inline()
                || characters + more > bounds.mostCharacters()) {
            return false;
        }
        named += fingerprints.size();
        characters += more;
        return true;
    }

    /** Sends a part that is taken of an input, of which no chunks are remembered. */
    private PartitionIndex send(List<PartitionChunk> chunks) {
        chunks.forEach(chunk -> effects.emit(new ChunkListed(workflow, chunk, now)));
        return InputPartitions.Named.index(chunks);
    }

    private AttemptSpec.Input listed(InputModel input, PartitionIndex index) {
        effects.emit(new IndexListed(workflow, index, now));
        return new AttemptSpec.Input(
                input.name(),
                input.dataset(),
                input.path(),
                input.producer() == null,
                List.of(),
                new AttemptSpec.ListRef(index.hash(), index.partitions()));
    }
}
