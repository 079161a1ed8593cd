package io.freshet.planner.domain;

import io.freshet.contracts.action.ActionKey.Content;
import io.freshet.contracts.data.Fingerprint;
import io.freshet.contracts.event.AttemptSpec;
import io.freshet.contracts.event.PartitionChunk;
import io.freshet.contracts.event.PartitionIndex;
import io.freshet.contracts.event.PartitionIndex.ChunkRef;
import io.freshet.contracts.partition.PartitionKey;
import io.freshet.planner.domain.model.InputModel;
import io.freshet.planner.domain.model.ListBounds;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/** How the partitions of an input are listed, worked out from all of them. */
final class NaiveLists {
    private NaiveLists() {}

    static Content content(InputModel input, NavigableMap<String, Fingerprint> read, ListBounds bounds) {
        if (input.isSingle() || read.size() <= bounds.inline()) {
            return new Content.Partitions(read);
        }
        Map<String, NavigableMap<String, Fingerprint>> groups = new TreeMap<>();
        read.forEach((partition, fingerprint) -> groups.computeIfAbsent(
                        input.keyOf(PartitionKey.parse(partition)).toString(), _ -> new TreeMap<>())
                .put(partition, fingerprint));
        List<ChunkRef> refs = new ArrayList<>();
        groups.values().forEach(group -> refs.addAll(chunks(group, bounds)));
        return new Content.Listed(read.size(), new PartitionIndex(refs).hash());
    }

    private static List<ChunkRef> chunks(NavigableMap<String, Fingerprint> group, ListBounds bounds) {
        List<ChunkRef> refs = new ArrayList<>();
        List<AttemptSpec.InputPartition> chunk = new ArrayList<>();
        int characters = 0;
        for (Map.Entry<String, Fingerprint> partition : group.entrySet()) {
            String text = partition.getKey();
            chunk.add(new AttemptSpec.InputPartition(PartitionKey.parse(text), partition.getValue()));
            characters += text.length();
            int mixed = text.hashCode() * -1640531527;
            boolean marks = Integer.toUnsignedLong(mixed ^ (mixed >>> 15)) % bounds.usual() == 0;
            if (marks || chunk.size() == bounds.most() || characters >= bounds.mostCharacters()) {
                refs.add(new ChunkRef(new PartitionChunk(chunk).hash(), chunk.size()));
                chunk = new ArrayList<>();
                characters = 0;
            }
        }
        if (!chunk.isEmpty()) {
            refs.add(new ChunkRef(new PartitionChunk(chunk).hash(), chunk.size()));
        }
        return refs;
    }
}
