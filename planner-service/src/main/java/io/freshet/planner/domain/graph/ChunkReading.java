package io.freshet.planner.domain.graph;

import io.freshet.contracts.data.Fingerprint;
import io.freshet.contracts.data.PartitionVersion;
import io.freshet.contracts.event.PartitionChunk;
import io.freshet.planner.domain.instance.Upstream;
import io.freshet.planner.domain.model.InputModel;
import io.freshet.planner.domain.model.Limits;
import io.freshet.planner.domain.model.ListBounds;
import io.freshet.planner.domain.state.Edge;
import io.freshet.planner.domain.state.ListedChunk;
import io.freshet.planner.domain.state.ListedChunk.Size;
import io.freshet.planner.domain.table.Keys;
import io.freshet.planner.domain.table.Table;
import java.util.ArrayList;
import java.util.List;

/** Reads the edges under a key into one chunk. */
final class ChunkReading {
    private final Table<Edge> rows;
    private final PartitionVersions versions;
    private final ListBounds bounds;
    private final InputModel input;
    private final boolean measured;
    private final ChunkBuilder builder;
    private final List<String> bad = new ArrayList<>();
    private Size size = Size.NONE;
    private String last = "";
    private int edges;

    /**
     * A chunk without partitions yet.
     *
     * @param measured whether it is to know how much it contains
     */
    ChunkReading(Table<Edge> rows, PartitionVersions versions, ListBounds bounds, InputModel input, boolean measured) {
        this.rows = rows;
        this.versions = versions;
        this.bounds = bounds;
        this.input = input;
        this.measured = measured;
        this.builder = new ChunkBuilder(bounds);
    }

    /**
     * Reads as many edges as belong to the chunk.
     *
     * @param after behind which partition
     * @return whether there are no more
     */
    boolean read(String prefix, String after) {
        boolean[] isLast = {true};
        last = after;
        rows.scan(prefix, prefix + after, (row, edge) -> {
            String partition = Keys.last(row);
            if (!partition.equals(after)) {
                isLast[0] = !isFull();
                if (isLast[0]) {
                    add(partition, edge);
                }
            }
            return isLast[0];
        });
        return isLast[0];
    }

    private boolean isFull() {
        return builder.isComplete() || (builder.isEmpty() && edges >= bounds.mostEdges());
    }

    private void add(String partition, Edge edge) {
        edges++;
        last = partition;
        Fingerprint fingerprint = edge.fingerprint();
        if (fingerprint != null) {
            builder.add(partition, fingerprint);
            PartitionVersion version = measured ? versions.find(input, partition) : null;
            size = version == null ? size : size.plus(version.files(), version.bytes());
        }
        if (edge.upstream() == Upstream.BAD && bad.size() < Limits.LISTED) {
            bad.add(partition);
        }
    }

    PartitionChunk chunk() {
        return builder.chunk();
    }

    /** The row that the chunk gets. */
    ListedChunk row(PartitionChunk chunk) {
        return new ListedChunk(chunk.hash(), chunk.partitions().size(), measured ? size : null, bad, false);
    }

    /** Up to which partition the chunk has all there are. */
    String last() {
        return last;
    }

    /** How many edges were read. */
    int edges() {
        return edges;
    }
}
