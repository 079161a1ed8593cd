package io.freshet.planner.domain.graph;

import io.freshet.contracts.data.Fingerprint;
import io.freshet.contracts.event.AttemptSpec;
import io.freshet.contracts.event.PartitionChunk;
import io.freshet.contracts.partition.PartitionKey;
import io.freshet.planner.domain.model.ListBounds;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;

/**
 * Cuts partitions, which come in the order of their texts, into chunks. Whether a chunk ends with a partition depends on nothing but that
 * partition and the size of the chunk so far, so that equal lists have equal chunks whatever was changed before, and a change of
 * one partition leaves all chunks as they are from the next end on that partitions alone decide.
 */
final class ChunkBuilder {
    private final ListBounds bounds;
    private final List<AttemptSpec.InputPartition> partitions = new ArrayList<>();
    private int characters;
    private boolean complete;

    ChunkBuilder(ListBounds bounds) {
        this.bounds = bounds;
    }

    /** All chunks of a list. */
    static List<PartitionChunk> split(SortedMap<String, Fingerprint> list, ListBounds bounds) {
        List<PartitionChunk> chunks = new ArrayList<>();
        ChunkBuilder next = new ChunkBuilder(bounds);
        for (var partition : list.entrySet()) {
            next.add(partition.getKey(), partition.getValue());
            if (next.isComplete()) {
                chunks.add(next.chunk());
                next = new ChunkBuilder(bounds);
            }
        }
        if (!next.isEmpty()) {
            chunks.add(next.chunk());
        }
        return chunks;
    }

    void add(String partition, Fingerprint fingerprint) {
        partitions.add(new AttemptSpec.InputPartition(PartitionKey.parse(partition), fingerprint));
        characters += partition.length();
        complete = endsWith(partition) || partitions.size() >= bounds.most() || characters >= bounds.mostCharacters();
    }

    /** Whether nothing more belongs to the chunk. */
    boolean isComplete() {
        return complete;
    }

    boolean isEmpty() {
        return partitions.isEmpty();
    }

    PartitionChunk chunk() {
        return new PartitionChunk(partitions);
    }

    /** One of so many partitions as a chunk usually has, whatever their names have in common. */
    private boolean endsWith(String partition) {
        int mixed = partition.hashCode() * 0x9E3779B9;
        return Integer.remainderUnsigned(mixed ^ mixed >>> 15, bounds.usual()) == 0;
    }
}
