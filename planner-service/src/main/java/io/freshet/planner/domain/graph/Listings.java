package io.freshet.planner.domain.graph;

import io.freshet.contracts.data.Fingerprint;
import io.freshet.contracts.event.InputList.ChunkListed;
import io.freshet.contracts.event.PartitionChunk;
import io.freshet.contracts.partition.PartitionKey;
import io.freshet.planner.domain.instance.InstanceId;
import io.freshet.planner.domain.model.InputModel;
import io.freshet.planner.domain.model.TaskModel;
import io.freshet.planner.domain.run.DeferredWork;
import io.freshet.planner.domain.state.Continuation.Listing;
import io.freshet.planner.domain.state.ListedChunk;
import io.freshet.planner.domain.state.PartitionLists;
import io.freshet.planner.domain.state.PlanningContext;
import io.freshet.planner.domain.state.WorkflowTables;
import java.util.List;
import java.util.Set;

/** Lists what gathers read, a chunk at a time; chunks that are as they were sent are passed over. */
public final class Listings {
    /** So many edges are as much work as an instance. */
    private static final int EDGES_OF_AN_INSTANCE = 20;

    private final PlanningContext context;
    private final WorkflowTables tables;
    private final DeferredWork agenda;

    public Listings(PlanningContext context, DeferredWork agenda) {
        this.context = context;
        this.tables = context.tables();
        this.agenda = agenda;
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
        new InputReading(context, task, id).read().present().forEach((input, partitions) -> {
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
        InputModel input = context.model().input(work.task(), work.input()).orElse(null);
        if (input == null) {
            // The version that had it rested, and another has taken over.
            agenda.firstIsDone();
            return 1;
        }
        String prefix = input.rows(work.key());
        PartitionLists lists = tables.lists;
        boolean measured = Inputs.isMeasured(context.model().requireTask(work.task()));
        String after = work.resend() ? work.after() : lists.currentUpTo(prefix, work.after(), measured);
        if (after.equals(PartitionLists.END)) {
            agenda.firstIsDone();
            return 1;
        }
        Made made = make(input, prefix, after, measured);
        Set<Fingerprint> sent = lists.replace(prefix, after, made.end(), made.row());
        if (made.row().partitions() > 0
                && (work.resend() || !sent.contains(made.row().hash()))) {
            context.emit(new ChunkListed(context.model().ref(), made.chunk(), context.now()));
        }
        if (made.end().equals(PartitionLists.END)) {
            agenda.firstIsDone();
        } else {
            agenda.goOnWith(work.after(made.end()));
        }
        return 1 + made.edges() / EDGES_OF_AN_INSTANCE;
    }

    private Made make(InputModel input, String prefix, String after, boolean measured) {
        ChunkReading reading = new ChunkReading(context, input, measured);
        boolean isLast = reading.read(prefix, after);
        PartitionChunk chunk = reading.chunk();
        return new Made(chunk, reading.row(chunk), isLast ? PartitionLists.END : reading.last(), reading.edges());
    }
}
