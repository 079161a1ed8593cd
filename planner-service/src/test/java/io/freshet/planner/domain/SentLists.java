package io.freshet.planner.domain;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.freshet.contracts.data.Fingerprint;
import io.freshet.contracts.event.AttemptSpec;
import io.freshet.contracts.event.Event;
import io.freshet.contracts.event.InputList.ChunkListed;
import io.freshet.contracts.event.InputList.IndexListed;
import io.freshet.contracts.event.PartitionChunk;
import io.freshet.contracts.event.PartitionIndex;
import io.freshet.contracts.event.ReadyCommand.TaskReady;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The lists that were sent, as a launcher keeps them: every list that an order names has to be among them, whole. */
final class SentLists {
    private final Map<Fingerprint, PartitionChunk> chunks = new HashMap<>();
    private final Map<Fingerprint, PartitionIndex> indexes = new HashMap<>();
    final List<PartitionChunk> sent = new ArrayList<>();

    void check(Event event) {
        switch (event) {
            case ChunkListed listed -> {
                chunks.put(listed.hash(), listed.chunk());
                sent.add(listed.chunk());
            }
            case IndexListed listed -> indexes.put(listed.hash(), listed.index());
            case TaskReady ready -> ready.work().inputs().forEach(this::partitions);
            default -> {}
        }
    }

    /** What an order has of an input. */
    List<AttemptSpec.InputPartition> partitions(AttemptSpec.Input input) {
        AttemptSpec.ListRef list = input.list();
        if (list == null) {
            return input.partitions();
        }
        assertTrue(input.partitions().isEmpty(), "either named or listed");
        PartitionIndex index = indexes.get(list.index());
        assertNotNull(index, () -> "the list of " + input.name() + " was not sent");
        List<AttemptSpec.InputPartition> partitions = new ArrayList<>();
        for (PartitionIndex.ChunkRef ref : index.chunks()) {
            PartitionChunk chunk = chunks.get(ref.hash());
            assertNotNull(chunk, () -> "a chunk of " + input.name() + " was not sent");
            assertEquals(ref.partitions(), chunk.partitions().size());
            partitions.addAll(chunk.partitions());
        }
        assertEquals(list.partitions(), partitions.size());
        return partitions;
    }
}
