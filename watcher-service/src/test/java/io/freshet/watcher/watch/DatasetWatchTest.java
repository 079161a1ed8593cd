package io.freshet.watcher.watch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.freshet.contracts.data.Manifest;
import io.freshet.contracts.data.RelativePath;
import io.freshet.contracts.data.Sha256;
import io.freshet.contracts.event.Cause;
import io.freshet.contracts.event.FileChanges;
import io.freshet.contracts.event.PartitionChange;
import io.freshet.contracts.partition.Layout;
import io.freshet.contracts.partition.PartitionKey;
import io.freshet.contracts.spec.WatchSpec;
import io.freshet.watcher.domain.ScanReason;
import io.freshet.watcher.domain.WatchedDataset;
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
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DatasetWatchTest {
    private static final String BY_SITE = "{site}/{date:yyyy-MM-dd}/*.csv";
    private static final PartitionKey NORTH_5 = PartitionKey.of("site", "north", "date", "2026-01-05");
    private static final PartitionKey SOUTH_5 = PartitionKey.of("site", "south", "date", "2026-01-05");
    private static final Duration SETTLE = Duration.ofSeconds(2);

    @TempDir
    Path temporary;

    private WatchBench bench;

    @AfterEach
    void close() {
        bench.close();
    }

    private WatchBench bench(Duration settle) throws IOException {
        return bench(BY_SITE, WatchBench.settling(settle));
    }

    private WatchBench bench(String layout, WatchSpec spec) throws IOException {
        bench = new WatchBench(temporary, layout, spec);
        return bench;
    }

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

    @Test
    void a_partition_waits_for_its_marker() throws Exception {
        bench(BY_SITE, new WatchSpec(Duration.ZERO, List.of(), "_SUCCESS"));
        bench.settle();

        bench.write("north/2026-01-05/a.csv", "a");
        bench.write("south/2026-01-05/a.csv", "a");
        bench.settle();
        bench.write("north/2026-01-05/_SUCCESS", "");
        bench.settle();

        assertEquals(Set.of(NORTH_5), bench.outbox.told().keySet());
        assertEquals(1, bench.outbox.told().get(NORTH_5).files().size(), "the marker is no data");

        bench.restart();
        bench.put("south/2026-01-05/_SUCCESS", "");
        bench.settle();

        assertEquals(Set.of(NORTH_5, SOUTH_5), bench.outbox.told().keySet());
    }

    @Test
    void ignored_and_hidden_files_are_no_data() throws Exception {
        bench("**", new WatchSpec(Duration.ZERO, List.of("*.tmp", "draft-?"), null));
        for (String name : List.of("a.csv", "b.tmp", ".c.csv", "draft-1", "draft-10", ".hidden/d.csv", "e/.f/g.csv")) {
            bench.put(name, "x");
        }

        bench.settle();
        bench.write("b.tmp", "y");
        bench.write(".c.csv", "y");
        bench.notifier.directory(bench.directory().resolve(".hidden"));
        bench.settle();
        bench.reconcile();

        assertEquals(1, bench.outbox.batches().size());
        assertEquals(
                List.of("a.csv", "draft-10"),
                bench.outbox.told().get(PartitionKey.NONE).files().stream()
                        .map(file -> file.path().text())
                        .toList());
    }

    @Test
    void what_becomes_ignored_is_gone() throws Exception {
        bench("**", WatchBench.settling(Duration.ZERO));
        bench.put("a.csv", "x");
        bench.put("b.tmp", "x");
        bench.settle();

        bench.redeploy(new WatchedDataset(
                WatchBench.RAW, "raw", Layout.WHOLE_DIRECTORY, new WatchSpec(Duration.ZERO, List.of("*.tmp"), null)));
        bench.settle();

        assertEquals(1, bench.outbox.told().get(PartitionKey.NONE).files().size());
    }

    @Test
    void another_layout_tells_of_other_partitions_and_that_the_old_ones_are_gone() throws Exception {
        bench(Duration.ZERO);
        bench.put("north/2026-01-05/a.csv", "a");
        bench.put("north/2026-01-06/a.csv", "a");
        bench.settle();

        bench.redeploy(new WatchedDataset(
                WatchBench.RAW, "raw", Layout.parse("{site}/**"), WatchBench.settling(Duration.ZERO)));
        bench.settle();

        assertEquals(2, bench.outbox.batches().size());
        assertEquals(
                Set.of(PartitionKey.of("site", "north")), bench.outbox.told().keySet());
    }

    @Test
    void files_that_fit_no_layout_are_left_out() throws Exception {
        bench(Duration.ZERO);
        bench.put("readme.txt", "x");
        bench.put("north/2026-02-30/a.csv", "no such day");
        bench.put("north/2026-01-05/a.csv", "a");

        bench.settle();

        assertEquals(Set.of(NORTH_5), bench.outbox.told().keySet());
    }

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

        assertEquals(
                1,
                bench.outbox
                        .told()
                        .get(PartitionKey.of("source", "north"))
                        .files()
                        .size());
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

    @Test
    void links_are_not_followed() throws Exception {
        bench(Duration.ZERO);
        Path outside = Files.createDirectories(temporary.resolve("outside/2026-01-05"));
        Files.writeString(outside.resolve("secret.csv"), "secret");
        bench.put("north/2026-01-05/a.csv", "a");
        Files.createSymbolicLink(bench.directory().resolve("north/2026-01-05/link.csv"), outside.resolve("secret.csv"));
        Files.createSymbolicLink(bench.directory().resolve("south"), temporary.resolve("outside"));

        bench.settle();
        bench.notifier.directory(bench.directory().resolve("south"));
        bench.notifier.directory(bench.directory().resolve("south/2026-01-05"));
        bench.notifier.file(bench.directory().resolve("north/2026-01-05/link.csv"), ScanReason.CLOSED);
        bench.settle();
        bench.reconcile();

        assertEquals(Set.of(NORTH_5), bench.outbox.told().keySet());
        assertEquals(1, bench.outbox.told().get(NORTH_5).files().size());
    }

    @Test
    void a_dataset_that_is_reached_over_a_link_is_not_looked_into() throws Exception {
        bench(Duration.ZERO);
        Path outside = Files.createDirectories(temporary.resolve("outside/north/2026-01-05"));
        Files.writeString(outside.resolve("secret.csv"), "secret");
        Files.createDirectories(bench.directory().getParent());
        Files.createSymbolicLink(bench.directory(), temporary.resolve("outside"));

        bench.settle();
        bench.reconcile();

        assertEquals(List.of(), bench.outbox.batches());
    }

    @Test
    void odd_names_are_told_exactly() throws Exception {
        bench("**", WatchBench.settling(Duration.ZERO));
        Files.createDirectories(bench.directory());
        List<RelativePath> paths = new ArrayList<>();
        paths.add(RelativePath.parse("with space.csv"));
        paths.add(RelativePath.ofBytes("new\nline.csv".getBytes(java.nio.charset.StandardCharsets.UTF_8)));
        paths.add(RelativePath.ofBytes("100%.csv".getBytes(java.nio.charset.StandardCharsets.UTF_8)));
        paths.add(RelativePath.ofBytes("ümläut-日本.csv".getBytes(java.nio.charset.StandardCharsets.UTF_8)));
        paths.add(RelativePath.ofBytes(new byte[] {'l', 'a', 't', 'i', 'n', (byte) 0xe9, '.', 'c', 's', 'v'}));
        paths.add(RelativePath.ofBytes(new byte[] {(byte) 0xff, (byte) 0xfe}));
        paths.add(RelativePath.parse("x".repeat(255)));
        paths.add(RelativePath.ofBytes(new byte[] {'d', (byte) 0xe9, '/', 'e', 1, 'f', 127}));
        for (RelativePath path : paths) {
            Path file = path.resolveIn(bench.directory());
            Files.createDirectories(file.getParent());
            Files.writeString(file, path.text());
        }

        bench.settle();
        bench.reconcile();
        bench.restart();
        bench.settle();

        assertEquals(1, bench.outbox.batches().size());
        assertEquals(
                paths.stream().sorted().toList(),
                bench.outbox.told().get(PartitionKey.NONE).files().stream()
                        .map(Manifest.Entry::path)
                        .toList());
    }

    @Test
    void a_failed_send_is_repeated_with_equal_ids() throws Exception {
        bench(Duration.ZERO);
        bench.put("north/2026-01-05/a.csv", "a");
        bench.outbox.failNext(1, true);
        assertThrows(IOException.class, bench::settle);

        bench.put("south/2026-01-05/a.csv", "a");
        bench.watch().beginAnew();
        bench.settle();

        List<List<FileChanges>> batches = bench.outbox.batches();
        assertEquals(3, batches.size());
        assertEquals(batches.get(0), batches.get(1));
        assertNotEquals(
                batches.get(1).getFirst().cause().id(),
                batches.get(2).getFirst().cause().id());
    }

    @Test
    void a_batch_that_the_log_has_is_not_sent_again_after_a_restart() throws Exception {
        bench(Duration.ZERO);
        bench.put("north/2026-01-05/a.csv", "a");
        bench.outbox.failNext(1, true);
        assertThrows(IOException.class, bench::settle);

        bench.put("south/2026-01-05/a.csv", "a");
        bench.restart();
        bench.settle();

        assertEquals(2, bench.outbox.batches().size());
        assertEquals(1, bench.outbox.changes(1).size());
    }

    @Test
    void killed_between_manifest_and_emission_tells_after_the_restart() throws Exception {
        bench(Duration.ZERO);
        bench.put("north/2026-01-05/a.csv", "a");
        bench.outbox.failNext(1, false);
        assertThrows(IOException.class, bench::settle);

        bench.restart();
        bench.settle();

        assertEquals(1, bench.outbox.batches().size());
        assertEquals(Set.of(NORTH_5), bench.outbox.told().keySet());
    }

    @Test
    void goes_on_after_a_failure_without_a_restart() throws Exception {
        bench(Duration.ZERO);
        bench.put("north/2026-01-05/a.csv", "a");
        bench.outbox.failNext(2, false);
        assertThrows(IOException.class, bench::settle);
        bench.watch().beginAnew();
        assertThrows(IOException.class, bench::settle);
        bench.watch().beginAnew();

        bench.settle();

        assertEquals(1, bench.outbox.batches().size());
    }

    @Test
    void going_back_and_forth_are_different_causes() throws Exception {
        bench(Duration.ZERO);
        bench.settle();

        for (String content : List.of("a", "b", "a", "b")) {
            bench.write("north/2026-01-05/a.csv", content);
            bench.settle();
        }

        assertEquals(
                4,
                bench.outbox.batches().stream()
                        .map(batch -> batch.getFirst().cause().id())
                        .distinct()
                        .count());
    }

    @Test
    void a_large_batch_has_parts_of_at_most_a_thousand_changes() throws Exception {
        bench("{site}.csv", WatchBench.settling(Duration.ZERO));
        for (int i = 0; i < 2_500; i++) {
            bench.put("site" + i + ".csv", "a");
        }
        bench.clock.advance(Duration.ofSeconds(1));

        bench.settle();

        List<FileChanges> events = bench.outbox.batches().getFirst();
        assertEquals(
                List.of(1_000, 1_000, 500),
                events.stream().map(event -> event.changes().size()).toList());
        assertEquals(1, bench.outbox.batches().size());
    }

    @Test
    void lost_notifications_are_made_up_for_by_a_scan() throws Exception {
        bench(Duration.ZERO);
        bench.settle();
        bench.notifier.copies(0);
        bench.write("north/2026-01-05/a.csv", "a");
        bench.settle();
        assertEquals(List.of(), bench.outbox.batches());

        bench.notifier.lost();
        bench.settle();

        assertEquals(Set.of(NORTH_5), bench.outbox.told().keySet());
        assertEquals(1, bench.figures.notificationsLost());
    }

    @Test
    void the_directory_may_come_later_and_go_again() throws Exception {
        bench(Duration.ZERO);
        bench.settle();

        bench.put("north/2026-01-05/a.csv", "a");
        bench.notifier.directory(bench.directory().getParent());
        bench.settle();
        assertEquals(Set.of(NORTH_5), bench.outbox.told().keySet());

        Files.move(bench.directory(), temporary.resolve("away"));
        bench.notifier.directory(bench.directory());
        bench.settle();
        assertEquals(Set.of(NORTH_5), bench.outbox.told().keySet());

        bench.confirmDeletions();
        bench.settle();
        assertEquals(Set.of(), bench.outbox.told().keySet());
    }
}
