package io.freshet.watcher.watch;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.freshet.contracts.data.Manifest;
import io.freshet.contracts.data.RelativePath;
import io.freshet.contracts.partition.Layout;
import io.freshet.contracts.partition.PartitionKey;
import io.freshet.contracts.spec.WatchSpec;
import io.freshet.watcher.domain.ScanReason;
import io.freshet.watcher.domain.WatchedDataset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Which files are data of a dataset, and of which partition. */
final class SelectedFilesTest extends WithDataset {
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
}
