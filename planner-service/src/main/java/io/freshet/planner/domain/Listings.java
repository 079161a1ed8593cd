package io.freshet.planner.domain;

import io.freshet.contracts.data.Fingerprint;
import io.freshet.contracts.data.PartitionVersion;
import io.freshet.contracts.event.InputList.ChunkListed;
import io.freshet.contracts.event.PartitionChunk;
import io.freshet.contracts.partition.PartitionKey;
import io.freshet.planner.domain.Continuation.Listing;
import io.freshet.planner.domain.ListedChunk.Size;
import io.freshet.planner.domain.instance.InstanceId;
import io.freshet.planner.domain.table.Keys;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Lists what gathers read, a chunk at a time; chunks that are as they were sent are passed over. */
final class Listings {
    /** So many edges are as much work as an instance. */
    private static final int EDGES_OF_AN_INSTANCE = 20;

    private final Decision decision;

    Listings(Decision decision) {
        this.decision = decision;
    }

    /**
     * A chunk, and the row that it gets.
     *
     * @param end up to which partition it has all there are
     * @param edges how many were read
     */
    private record Made(PartitionChunk chunk, ListedChunk row, String end, int edges) {}

    /** Has made what cannot be read yet. */
    void plan(List<Inputs.Unlisted> unlisted) {
        for (Inputs.Unlisted one : unlisted) {
            add(one.input(), one.key(), false);
        }
    }

    /** Has everything sent again that an instance reads from lists. */
    void resend(InstanceId id, TaskModel task) {
        Inputs.of(decision, task, id).present().forEach((input, partitions) -> {
            if (partitions instanceof InputPartitions.Listed) {
                input.keysReadBy(id.partition()).forEach(key -> add(input, key, true));
            }
        });
    }

    private void add(InputModel input, PartitionKey key, boolean resend) {
        decision.agenda.add(new Listing(input.task(), input.name(), key, resend, ""));
    }

    /**
     * Makes the next chunk.
     *
     * @return how much work that was, in instances
     */
    int step(Listing work) {
        InputModel input = decision.model.input(work.task(), work.input()).orElse(null);
        if (input == null) {
            // The version that had it rested, and another has taken over.
            decision.agenda.firstIsDone();
            return 1;
        }
        String prefix = input.rows(work.key());
        PartitionLists lists = decision.state.lists;
        boolean measured = Inputs.isMeasured(decision.model.requireTask(work.task()));
        String after = work.resend() ? work.after() : lists.currentUpTo(prefix, work.after(), measured);
        if (after.equals(PartitionLists.END)) {
            decision.agenda.firstIsDone();
            return 1;
        }
        Made made = make(input, prefix, after, measured);
        Set<Fingerprint> sent = lists.replace(prefix, after, made.end(), made.row());
        if (made.row().partitions() > 0
                && (work.resend() || !sent.contains(made.row().hash()))) {
            decision.emit(new ChunkListed(decision.model.ref(), made.chunk(), decision.now));
        }
        if (made.end().equals(PartitionLists.END)) {
            decision.agenda.firstIsDone();
        } else {
            decision.agenda.goOnWith(work.after(made.end()));
        }
        return 1 + made.edges() / EDGES_OF_AN_INSTANCE;
    }

    private Made make(InputModel input, String prefix, String after, boolean measured) {
        ChunkBuilder builder = new ChunkBuilder(decision.lists());
        List<String> bad = new ArrayList<>();
        Size[] size = {Size.NONE};
        String[] last = {after};
        boolean[] isLast = {true};
        int[] edges = {0};
        decision.state.edges.scan(prefix, prefix + after, (row, edge) -> {
            String partition = Keys.last(row);
            if (partition.equals(after)) {
                return true;
            }
            if (builder.isComplete()
                    || (builder.isEmpty() && edges[0] >= decision.lists().mostEdges())) {
                isLast[0] = false;
                return false;
            }
            edges[0]++;
            last[0] = partition;
            Fingerprint fingerprint = edge.fingerprint();
            if (fingerprint != null) {
                builder.add(partition, fingerprint);
                if (measured) {
                    size[0] = plus(size[0], input, partition);
                }
            }
            if (edge.upstream() == Upstream.BAD && bad.size() < Limits.LISTED) {
                bad.add(partition);
            }
            return true;
        });
        PartitionChunk chunk = builder.chunk();
        ListedChunk row =
                new ListedChunk(chunk.hash(), chunk.partitions().size(), measured ? size[0] : null, bad, false);
        return new Made(chunk, row, isLast[0] ? PartitionLists.END : last[0], edges[0]);
    }

    private Size plus(Size size, InputModel input, String partition) {
        PartitionVersion version = Inputs.version(decision.model, decision.state, input, partition);
        return version == null ? size : size.plus(version.files(), version.bytes());
    }
}
