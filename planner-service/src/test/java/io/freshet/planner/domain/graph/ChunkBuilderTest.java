package io.freshet.planner.domain.graph;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.freshet.contracts.data.Fingerprint;
import io.freshet.contracts.data.Sha256;
import io.freshet.contracts.event.PartitionChunk;
import io.freshet.contracts.partition.PartitionKey;
import io.freshet.planner.domain.model.ListBounds;
import java.util.HashSet;
import java.util.List;
import java.util.NavigableMap;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class ChunkBuilderTest {
    @Test
    void chunks_are_all_partitions_in_their_order_and_within_their_bounds() {
        for (int seed = 0; seed < 100; seed++) {
            Random random = new Random(seed);
            ListBounds bounds =
                    new ListBounds(0, 1 + random.nextInt(20), 1 + random.nextInt(30), 40 + random.nextInt(1_000), 100);
            NavigableMap<String, Fingerprint> list = list(random, random.nextInt(500));

            List<PartitionChunk> chunks = ChunkBuilder.split(list, bounds);

            TreeMap<String, Fingerprint> joined = new TreeMap<>();
            for (PartitionChunk chunk : chunks) {
                assertTrue(chunk.partitions().size() <= bounds.most());
                assertTrue(!chunk.partitions().isEmpty());
                chunk.partitions().forEach(entry -> {
                    String text = entry.partition().toString();
                    assertTrue(joined.isEmpty() || joined.lastKey().compareTo(text) < 0);
                    joined.put(text, entry.fingerprint());
                });
            }
            assertEquals(list, joined);
        }
    }

    @Test
    void a_change_leaves_nearly_all_chunks_as_they_are() {
        Random random = new Random(1);
        NavigableMap<String, Fingerprint> list = list(random, 50_000);
        Set<PartitionChunk> before = new HashSet<>(ChunkBuilder.split(list, ListBounds.DEFAULT));
        int sent = 0;
        for (int i = 0; i < 50; i++) {
            if (random.nextBoolean()) {
                list.put(key(random), Sha256.of("new " + i));
            } else {
                list.remove(list.ceilingKey("site=" + (char) ('b' + random.nextInt(20))));
            }
            List<PartitionChunk> after = ChunkBuilder.split(list, ListBounds.DEFAULT);
            sent += (int)
                    after.stream().filter(chunk -> !before.contains(chunk)).count();
            before.addAll(after);
        }
        assertTrue(sent <= 200, sent + " chunks for 50 changes");
    }

    private static NavigableMap<String, Fingerprint> list(Random random, int size) {
        NavigableMap<String, Fingerprint> list = new TreeMap<>();
        for (int i = 0; i < size; i++) {
            list.put(key(random), Sha256.of(Integer.toString(random.nextInt(9))));
        }
        return list;
    }

    private static String key(Random random) {
        StringBuilder site = new StringBuilder();
        for (int i = 0; i < 8; i++) {
            site.append((char) ('a' + random.nextInt(26)));
        }
        return PartitionKey.of("site", site.toString()).toString();
    }
}
