package io.freshet.watcher.watch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.freshet.contracts.data.Manifest;
import io.freshet.contracts.data.RelativePath;
import io.freshet.contracts.data.Sha256;
import io.freshet.contracts.event.Cause;
import io.freshet.contracts.event.FileChanges;
import io.freshet.contracts.event.PartitionChange;
import io.freshet.watcher.domain.ScanReason;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What is reported of files that come, change, move and go. */
final class DatasetWatchTest extends WithDataset {
    @Test
    void tells_of_what_is_there_at_the_start_as_one_batch() throws Exception {
        bench(SETTLE);
        bench.put("north/2026-01-05/a.csv", "a");
        bench.put("north/2026-01-05/b.csv", "bb");
        bench.put("south/2026-01-05/a.csv", "c");

        bench.settle();

        assertEquals(1, bench.outbox.batches().size());
        FileChanges event = bench.outbox.batches().getFirst().getFirst();
        assertEquals(WatchBench.RAW, event.dataset());
        assertEquals("raw", event.path());
        assertEquals(BY_SITE, event.layout());
        assertEquals(Cause.Kind.FILES_CHANGED, event.cause().kind());
        assertEquals("3 files in 2 partitions of raw changed", event.cause().description());
        assertEquals(event.cause().id(), event.batch().id());
        assertNull(event.produced());
        assertEquals(
                List.of(NORTH_5, SOUTH_5),
                event.changes().stream().map(PartitionChange::partition).toList());
        Manifest north = bench.outbox.told().get(NORTH_5);
        assertEquals(
                List.of(
                        new Manifest.Entry(RelativePath.parse("north/2026-01-05/a.csv"), 1, Sha256.of("a")),
                        new Manifest.Entry(RelativePath.parse("north/2026-01-05/b.csv"), 2, Sha256.of("bb"))),
                north.files());
    }

    @Test
    void tells_of_a_closed_file_at_once_without_a_settle_time() throws Exception {
        bench(Duration.ZERO);
        Files.createDirectories(bench.directory().resolve("north/2026-01-05"));
        bench.settle();

        bench.write("north/2026-01-05/a.csv", "a");
        bench.work();
        bench.clock.advance(Duration.ofMillis(4));
        bench.work();

        assertEquals(Set.of(NORTH_5), bench.outbox.told().keySet());
    }

    @Test
    void waits_until_a_file_has_settled() throws Exception {
        bench(SETTLE);
        bench.settle();

        bench.write("north/2026-01-05/a.csv", "a");
        bench.work();
        bench.clock.advance(Duration.ofMillis(1_500));
        bench.work();
        bench.write("north/2026-01-05/a.csv", "ab");
        bench.work();
        bench.clock.advance(Duration.ofMillis(1_500));
        bench.work();

        assertEquals(List.of(), bench.outbox.batches());

        bench.settle();

        assertEquals(1, bench.outbox.batches().size());
        assertEquals(2, bench.outbox.told().get(NORTH_5).bytes());
    }

    @Test
    void makes_one_batch_of_files_that_are_written_together() throws Exception {
        bench(SETTLE);
        bench.settle();

        for (int i = 0; i < 20; i++) {
            bench.write("site" + i + "/2026-01-05/a.csv", "a");
            bench.work();
            bench.clock.advance(Duration.ofMillis(50));
        }
        bench.settle();

        assertEquals(1, bench.outbox.batches().size());
        assertEquals(20, bench.outbox.changes(0).size());
    }

    @Test
    void does_not_let_a_steady_stream_of_files_hold_up_a_batch() throws Exception {
        bench(SETTLE);
        bench.settle();

        for (int i = 0; i < 100; i++) {
            bench.write("site" + i + "/2026-01-05/a.csv", "a");
            bench.work();
            bench.clock.advance(Duration.ofMillis(100));
        }

        assertTrue(
                bench.outbox.batches().size() >= 2, () -> bench.outbox.batches().size() + " batches in 10 s");
    }

    @Test
    void tells_nothing_after_a_restart_when_nothing_has_changed() throws Exception {
        bench(Duration.ZERO);
        bench.put("north/2026-01-05/a.csv", "a");
        bench.settle();
        bench.reconcile();
        long hashed = bench.figures.hashedFiles();

        bench.restart();
        bench.settle();

        assertEquals(1, bench.outbox.batches().size());
        assertEquals(hashed, bench.figures.hashedFiles(), "nothing is read again");
    }

    @Test
    void finds_after_a_restart_what_changed_meanwhile() throws Exception {
        bench(Duration.ZERO);
        bench.put("north/2026-01-05/a.csv", "a");
        bench.put("south/2026-01-05/a.csv", "a");
        bench.settle();

        bench.stop();
        bench.put("north/2026-01-05/b.csv", "b");
        Files.delete(bench.directory().resolve("south/2026-01-05/a.csv"));
        bench.restart();
        bench.settle();

        assertEquals(2, bench.outbox.batches().size());
        assertEquals(Set.of(NORTH_5), bench.outbox.told().keySet());
        assertEquals(2, bench.outbox.told().get(NORTH_5).files().size());
    }

    @Test
    void overwriting_with_equal_bytes_tells_nothing() throws Exception {
        bench(Duration.ZERO);
        bench.put("north/2026-01-05/a.csv", "a");
        bench.settle();

        bench.write("north/2026-01-05/a.csv", "a");
        bench.settle();
        bench.reconcile();

        assertEquals(1, bench.outbox.batches().size());
    }

    @Test
    void tells_of_a_partition_whose_last_file_has_gone() throws Exception {
        bench(Duration.ZERO);
        bench.put("north/2026-01-05/a.csv", "a");
        bench.settle();

        bench.delete("north/2026-01-05/a.csv");
        bench.settle();

        PartitionChange change = bench.outbox.changes(1).getFirst();
        assertEquals(NORTH_5, change.partition());
        assertNull(change.after());
        assertEquals(bench.outbox.changes(0).getFirst().after(), change.before());
    }

    @Test
    void a_move_between_partitions_is_one_batch() throws Exception {
        bench(Duration.ZERO);
        bench.put("north/2026-01-05/a.csv", "a");
        bench.put("south/2026-01-05/b.csv", "b");
        bench.settle();
        Path from = bench.directory().resolve("north/2026-01-05/a.csv");
        Path to = bench.directory().resolve("south/2026-01-05/a.csv");

        Files.move(from, to);
        bench.notifier.file(from, ScanReason.CLOSED);
        bench.notifier.file(to, ScanReason.CLOSED);
        bench.settle();

        assertEquals(2, bench.outbox.batches().size());
        assertEquals(2, bench.outbox.changes(1).size());
    }

    @Test
    void a_directory_that_moves_away_takes_its_partitions_with_it() throws Exception {
        bench(Duration.ZERO);
        bench.put("north/2026-01-05/a.csv", "a");
        bench.put("north/2026-01-06/a.csv", "a");
        bench.put("south/2026-01-05/b.csv", "b");
        bench.settle();

        Files.move(bench.directory().resolve("north"), temporary.resolve("elsewhere"));
        bench.notifier.directory(bench.directory().resolve("north"));
        bench.settle();

        assertEquals(Set.of(SOUTH_5), bench.outbox.told().keySet());
        assertEquals(2, bench.outbox.batches().size());
    }
}
