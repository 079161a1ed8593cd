package io.freshet.watcher.domain;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.freshet.contracts.data.RelativePath;
import io.freshet.contracts.partition.PartitionKey;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PendingFilesTest {
    private static final PartitionKey NORTH = PartitionKey.of("site", "north");

    private final PendingFiles agenda = new PendingFiles();

    @Test
    void blocks_a_partition_until_its_last_file_is_settled() {
        agenda.await(pending("a", NORTH, 10));
        agenda.hold(path("b"), NORTH, "closed");

        agenda.settle(path("a"));
        assertTrue(agenda.blocks(NORTH));

        agenda.settle(path("b"));
        assertFalse(agenda.blocks(NORTH));
    }

    @Test
    void a_file_that_is_being_read_blocks_its_partition_and_is_not_waited_for() {
        agenda.await(pending("a", NORTH, 10));

        agenda.read(path("a"), NORTH);

        assertTrue(agenda.blocks(NORTH));
        assertEquals(0, agenda.waiting());
        assertEquals(Optional.empty(), agenda.next());
        agenda.settle(path("a"));
        assertFalse(agenda.blocks(NORTH));
    }

    @Test
    void says_only_once_that_a_file_is_held() {
        assertTrue(agenda.hold(path("a"), NORTH, "closed"));
        assertFalse(agenda.hold(path("a"), NORTH, "closed"));
        assertTrue(agenda.hold(path("a"), NORTH, "broken"));
    }

    @Test
    void gives_what_is_due_in_order_of_time() {
        agenda.await(pending("c", NORTH, 30));
        agenda.await(pending("a", NORTH, 20));
        agenda.await(pending("b", NORTH, 10));

        assertEquals(
                List.of(path("b"), path("a")),
                agenda.due(Instant.ofEpochSecond(20)).stream()
                        .map(PendingFile::path)
                        .toList());
        assertEquals(Optional.of(Instant.ofEpochSecond(10)), agenda.next());
        assertEquals(Optional.of(Instant.ofEpochSecond(30)), agenda.last());
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void agrees_with_a_naive_model(long seed) {
        Random random = new Random(seed);
        Map<RelativePath, PendingFile> waiting = new HashMap<>();
        Map<RelativePath, PartitionKey> held = new HashMap<>();
        for (int i = 0; i < 2_000; i++) {
            int number = random.nextInt(20);
            RelativePath path = path("f" + number);
            PartitionKey partition = PartitionKey.of("site", "s" + number % 4);
            waiting.remove(path);
            held.remove(path);
            switch (random.nextInt(3)) {
                case 0 -> {
                    PendingFile pending = pending(path.text(), partition, random.nextInt(100));
                    agenda.await(pending);
                    waiting.put(path, pending);
                }
                case 1 -> {
                    agenda.hold(path, partition, "closed");
                    held.put(path, partition);
                }
                default -> agenda.settle(path);
            }

            assertEquals(waiting.size(), agenda.waiting());
            assertEquals(held.keySet(), java.util.Set.copyOf(agenda.held()));
            assertEquals(waiting.values().stream().map(PendingFile::due).min(Instant::compareTo), agenda.next());
            assertEquals(
                    waiting.values().stream().anyMatch(each -> each.partition().equals(partition))
                            || held.containsValue(partition),
                    agenda.blocks(partition));
        }
    }

    private static RelativePath path(String text) {
        return RelativePath.parse(text);
    }

    private static PendingFile pending(String path, PartitionKey partition, long due) {
        return new PendingFile(
                path(path),
                partition,
                new FileSighting.Absent(),
                ScanReason.CLOSED,
                Instant.EPOCH,
                Instant.ofEpochSecond(due));
    }
}
