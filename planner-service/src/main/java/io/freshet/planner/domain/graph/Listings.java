package io.freshet.planner.domain.graph;

import io.freshet.contracts.data.Fingerprint;
import io.freshet.contracts.event.InputList.ChunkListed;
import io.freshet.contracts.event.PartitionChunk;
import io.freshet.contracts.partition.PartitionKey;
import io.freshet.planner.domain.instance.InstanceId;
import io.freshet.planner.domain.model.InputModel;
import io.freshet.planner.domain.model.ListBounds;
import io.freshet.planner.domain.model.TaskModel;
import io.freshet.planner.domain.model.WorkflowModel;
import io.freshet.planner.domain.port.BudgetPort;
import io.freshet.planner.domain.port.EdgePort;
import io.freshet.planner.domain.port.EffectPort;
import io.freshet.planner.domain.port.ModelPort;
import io.freshet.planner.domain.port.TimePort;
import io.freshet.planner.domain.run.DeferredWork;
import io.freshet.planner.domain.state.Continuation.Listing;
import io.freshet.planner.domain.state.Effects;
import io.freshet.planner.domain.state.ListedChunk;
import io.freshet.planner.domain.state.PartitionLists;
import java.time.Instant;
import java.util.List;
import java.util.Set;

/** Lists what gathers read, a chunk at a time; chunks that are as they were sent are passed over. */
public final class Listings {
    /** So many edges are as much work as an instance. */
    private static final int EDGES_OF_AN_INSTANCE = 20;

    private final WorkflowModel model;
    private final EdgePort edges;
    private final ListBounds bounds;
    private final Effects effects;
    private final Instant now;
    private final DeferredWork agenda;
    private final InputReader inputs;
    private final PartitionVersions versions;

    public <P extends ModelPort & EdgePort & BudgetPort & EffectPort & TimePort> Listings(
            P ports, DeferredWork agenda, InputReader inputs, PartitionVersions versions) {
        this.model = ports.model();
        this.edges = ports;
        this.bounds = ports.limits().lists();
        this.effects = ports.effects();
        this.now = ports.now();
        this.agenda = agenda;
        this.inputs = inputs;
        this.versions = versions;
    }

    /**
     * A chunk, and the row that it gets.
     *
     * @param end up to which partition it has all there are
     * @param edges how many were read
     */
    private record Made(PartitionChunk chunk, ListedChunk row, String end, int edges) {}

    /** Has made what cannot be read yet. */
    public void plan(List<Inputs.Unlisted> unlisted) {
        for (Inputs.Unlisted one : unlisted) {
            add(one.input(), one.key(), false);
        }
    }

    /** Has everything sent again that an instance reads from lists. */
    public void resend(InstanceId id, TaskModel task) {
        inputs.read(task, id).present().forEach((input, partitions) -> {
            if (partitions instanceof InputPartitions.Listed) {
                input.keysReadBy(id.partition()).forEach(key -> add(input, key, true));
            }
        });
    }

    private void add(InputModel input, PartitionKey key, boolean resend) {
        agenda.add(new Listing(input.task(), input.name(), key, resend, ""));
    }

    /**
     * Makes the next chunk.
     *
     * @return how much work that was, in instances
     */
    public int step(Listing work) {
        InputModel input = model.input(work.task(), work.input()).orElse(null);
        if (input == null) {
            // The version that had it rested, and another has taken over.
            agenda.firstIsDone();
            return 1;
        }
        String prefix = input.rows(work.key());
        PartitionLists lists = edges.partitionLists();
        boolean measured = Inputs.isMeasured(model.requireTask(work.task()));
        String after = work.resend() ? work.after() : lists.currentUpTo(prefix, work.after(), measured);
        if (after.equals(PartitionLists.END)) {
            agenda.firstIsDone();
            return 1;
        }
        Made made = make(input, prefix, after, measured);
        Set<Fingerprint> sent = lists.replace(prefix, after, made.end(), made.row());
        if (made.row().partitions() > 0
                && (work.resend() || !sent.contains(made.row().hash()))) {
            effects.emit(new ChunkListed(model.ref(), made.chunk(), now));
        }
        if (made.end().equals(PartitionLists.END)) {
            agenda.firstIsDone();
        } else {
            agenda.goOnWith(work.after(made.end()));
        }
        return 1 + made.edges() / EDGES_OF_AN_INSTANCE;
    }

    private Made make(InputModel input, String prefix, String after, boolean measured) {
        ChunkReading reading = new ChunkReading(edges.edgeRows(), versions, bounds, input, measured);
        boolean isLast = reading.read(prefix, after);
        PartitionChunk chunk = reading.chunk();
        return new Made(chunk, reading.row(chunk), isLast ? PartitionLists.END : reading.last(), reading.edges());
    }
}
