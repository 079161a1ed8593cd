package io.freshet.watcher.domain;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.freshet.contracts.data.PartitionVersion;
import io.freshet.contracts.data.Sha256;
import io.freshet.contracts.event.FileChanges;
import io.freshet.contracts.event.PartitionChange;
import io.freshet.contracts.id.DatasetRef;
import io.freshet.contracts.partition.Layout;
import io.freshet.contracts.partition.PartitionKey;
import io.freshet.contracts.spec.WatchSpec;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ChangeBatchTest {
    private static final WatchedDataset DATASET = new WatchedDataset(
            new DatasetRef("prod", "raw"), "landing/raw", Layout.parse("{site}.csv"), WatchSpec.DEFAULT);
    private static final Instant NOW = Instant.parse("2026-01-05T12:00:00Z");

    @Test
    void parts_are_in_order_and_the_last_one_says_so() {
        List<PartitionChange> changes = new ArrayList<>();
        for (int i = 0; i < 2_001; i++) {
            changes.add(change("s" + (10_000 - i), "a"));
        }

        List<FileChanges> events = ChangeBatch.events(DATASET, 1, changes, 5_000, NOW);

        assertEquals(
                List.of(1_000, 1_000, 1),
                events.stream().map(each -> each.changes().size()).toList());
        assertEquals(
                List.of(0, 1, 2),
                events.stream().map(each -> each.batch().index()).toList());
        assertEquals(
                List.of(false, false, true),
                events.stream().map(each -> each.batch().last()).toList());
        assertEquals(
                1, events.stream().map(each -> each.batch().id()).distinct().count());
        List<PartitionKey> keys = events.stream()
                .flatMap(each -> each.changes().stream())
                .map(PartitionChange::partition)
                .toList();
        assertEquals(keys.stream().sorted().toList(), keys);
        assertEquals(
                "5000 files in 2001 partitions of raw changed",
                events.getFirst().cause().description());
    }

    @Test
    void the_id_depends_on_what_changed_and_not_on_when_or_in_which_order() {
        String id = id(1, change("north", "a"), change("south", "b"));

        assertEquals(id, id(1, change("south", "b"), change("north", "a")));
        assertNotEquals(id, id(1, change("north", "a")));
        assertNotEquals(id, id(1, change("north", "a"), change("south", "c")));
        assertNotEquals(id, id(2, change("north", "a"), change("south", "b")));
        assertEquals(
                id,
                ChangeBatch.events(
                                DATASET, 1, List.of(change("north", "a"), change("south", "b")), 2, NOW.plusSeconds(1))
                        .getFirst()
                        .cause()
                        .id());
    }

    @Test
    void there_is_no_empty_batch() {
        assertThrows(IllegalArgumentException.class, () -> ChangeBatch.events(DATASET, 1, List.of(), 0, NOW));
    }

    private static String id(long sequence, PartitionChange... changes) {
        return ChangeBatch.events(DATASET, sequence, List.of(changes), 2, NOW)
                .getFirst()
                .cause()
                .id();
    }

    private static PartitionChange change(String site, String content) {
        return new PartitionChange(PartitionKey.of("site", site), null, new PartitionVersion(Sha256.of(content), 1, 1));
    }
}
