package io.freshet.watcher.watch;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.freshet.contracts.data.Sha256;
import io.freshet.contracts.partition.PartitionKey;
import io.freshet.watcher.domain.ScanReason;
import io.freshet.watcher.scan.NameBudget;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** What cannot be read as it is, or changes while it is read. */
final class UnreadableFilesTest extends WithDataset {
    @Test
    void an_in_place_rewrite_within_the_tick_of_the_clock_is_found() throws Exception {
        bench(Duration.ZERO);
        bench.settle();
        Path file = bench.put("north/2026-01-05/a.csv", "old");
        FileTime time = FileTime.fromMillis(1_000_000_000_000L);
        Files.setLastModifiedTime(file, time);
        bench.notifier.directory(bench.directory().resolve("north"));
        bench.settle();

        // As a write in the same tick would leave it: all that stat says is as it was. Only the ctime cannot be faked,
        // so
        // the reader says what it was.
        List<String> contents = new ArrayList<>(List.of("new"));
        bench.reader(any -> Sha256.of(contents.getFirst()));
        bench.reconcile();

        assertEquals(
                Sha256.of("new"),
                bench.outbox.told().get(NORTH_5).files().getFirst().content());

        contents.set(0, "not looked at: it was read long after its last change");
        bench.reconcile();

        assertEquals(2, bench.outbox.batches().size());
    }

    @Test
    void a_replaced_file_with_the_same_size_and_time_is_found() throws Exception {
        bench(Duration.ZERO);
        Path file = bench.put("north/2026-01-05/a.csv", "old");
        FileTime time = FileTime.fromMillis(1_000_000_000_000L);
        Files.setLastModifiedTime(file, time);
        bench.settle();
        bench.reconcile();

        Path other = Files.writeString(temporary.resolve("other"), "new");
        Files.setLastModifiedTime(other, time);
        Files.move(other, file, StandardCopyOption.REPLACE_EXISTING);
        bench.reconcile();

        assertEquals(
                Sha256.of("new"),
                bench.outbox.told().get(NORTH_5).files().getFirst().content());
    }

    @Test
    void a_file_that_grows_while_it_is_read_is_waited_for() throws Exception {
        bench(Duration.ZERO);
        AtomicInteger reads = new AtomicInteger();
        bench.reader(file -> {
            if (reads.incrementAndGet() == 1) {
                Files.writeString(file, "longer");
                return Sha256.of("torn");
            }
            return Sha256.of(file);
        });
        bench.put("north/2026-01-05/a.csv", "a");

        bench.settle();

        assertEquals(1, bench.outbox.batches().size());
        assertEquals(
                Sha256.of("longer"),
                bench.outbox.told().get(NORTH_5).files().getFirst().content());
    }

    @Test
    void a_file_that_vanishes_while_it_is_read_is_not_told_of() throws Exception {
        bench(Duration.ZERO);
        bench.put("north/2026-01-05/a.csv", "a");
        bench.put("north/2026-01-05/b.csv", "b");
        bench.reader(file -> {
            if (file.endsWith("a.csv")) {
                Files.deleteIfExists(file);
            }
            return Sha256.of(file);
        });

        bench.settle();

        assertEquals(1, bench.outbox.told().get(NORTH_5).files().size());
    }

    @Test
    void a_partition_with_an_unreadable_file_is_held_back_and_the_others_go_on() throws Exception {
        bench(Duration.ZERO);
        bench.put("north/2026-01-05/a.csv", "a");
        bench.put("north/2026-01-05/b.csv", "b");
        bench.put("south/2026-01-05/a.csv", "a");
        bench.reader(file -> {
            if (file.endsWith("north/2026-01-05/b.csv")) {
                throw new AccessDeniedException(file.toString());
            }
            return Sha256.of(file);
        });

        bench.settle();
        bench.reconcile();

        assertEquals(Set.of(SOUTH_5), bench.outbox.told().keySet());

        bench.reader(Sha256::of);
        bench.notifier.file(bench.directory().resolve("north/2026-01-05/b.csv"), ScanReason.TOUCHED);
        bench.settle();

        assertEquals(2, bench.outbox.told().get(NORTH_5).files().size());
    }

    @Test
    void an_unreadable_file_that_is_removed_holds_back_no_longer() throws Exception {
        bench(Duration.ZERO);
        bench.put("north/2026-01-05/a.csv", "a");
        Path bad = bench.put("north/2026-01-05/b.csv", "b");
        bench.reader(file -> {
            if (file.endsWith("b.csv")) {
                throw new AccessDeniedException(file.toString());
            }
            return Sha256.of(file);
        });
        bench.settle();

        Files.delete(bad);
        bench.reconcile();

        assertEquals(1, bench.outbox.told().get(NORTH_5).files().size());
    }

    /** As in a directory that may be listed and not entered, where root sees all and other users nothing. */
    @Test
    void a_partition_is_held_back_while_something_in_it_cannot_be_looked_at() throws Exception {
        bench("{source}/**", WatchBench.settling(Duration.ZERO));
        bench.put("north/a.csv", "a");
        bench.put("south/a.csv", "a");
        Path deep = nested(20, "d".repeat(250));
        Files.move(deep, bench.directory().resolve("north/deep"));
        try {
            bench.settle();
            bench.reconcile();

            assertEquals(
                    Set.of(PartitionKey.of("source", "south")),
                    bench.outbox.told().keySet());
        } finally {
            // By a tool that can: its path is longer than any path may be.
            remove(bench.directory().resolve("north/deep"));
        }
        bench.reconcile();

        assertEquals(1, filesOfNorth());
    }

    @Test
    void a_partition_is_held_back_while_its_directory_has_more_names_than_there_is_memory_for() throws Exception {
        bench("{source}/**", WatchBench.settling(Duration.ZERO));
        bench.names(new NameBudget(60));
        bench.put("south/a.csv", "a");
        for (int i = 10; i < 30; i++) {
            bench.put("north/" + i + ".csv", "a");
        }
        bench.settle();
        bench.reconcile();

        assertEquals(
                Set.of(PartitionKey.of("source", "south")), bench.outbox.told().keySet());

        for (int i = 11; i < 30; i++) {
            Files.delete(bench.directory().resolve("north/" + i + ".csv"));
        }
        bench.reconcile();

        assertEquals(1, filesOfNorth());
    }

    private int filesOfNorth() throws IOException {
        return bench.outbox
                .told()
                .get(PartitionKey.of("source", "north"))
                .files()
                .size();
    }

    /** So many directories within each other. */
    private Path nested(int levels, String name) throws IOException {
        Path tree = Files.createDirectory(temporary.resolve("level-0"));
        for (int level = 1; level < levels; level++) {
            Path around = Files.createDirectory(temporary.resolve("level-" + level));
            Files.move(tree, around.resolve(name));
            tree = around;
        }
        return tree;
    }

    private static void remove(Path tree) throws IOException, InterruptedException {
        assertEquals(0, new ProcessBuilder("rm", "-r", tree.toString()).start().waitFor());
    }
}
