package io.freshet.watcher.watch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.freshet.contracts.partition.PartitionKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** As {@link VanishedVolumeTest}, with file systems that are really mounted; skipped where that is not allowed. */
class MountedVolumeTest {
    private static final PartitionKey NORTH = PartitionKey.of("site", "north");
    private static final PartitionKey SOUTH = PartitionKey.of("site", "south");

    @TempDir
    Path temporary;

    private final Deque<Path> mounted = new ArrayDeque<>();
    private WatchBench bench;

    @AfterEach
    void close() throws Exception {
        if (bench != null) {
            bench.close();
        }
        while (!mounted.isEmpty()) {
            run("umount", "-l", mounted.pop().toString());
        }
    }

    @Test
    void a_dataset_whose_file_system_is_unmounted_keeps_its_partitions() throws Exception {
        open();
        Path disk = Files.createDirectory(temporary.resolve("disk"));
        tmpfs(disk);
        bind(disk, bench.directory());
        bench.put("north/a.csv", "a");
        bench.put("north/b.csv", "b");
        bench.clock.advance(Duration.ofSeconds(5));
        bench.settle();

        unmount(bench.directory());
        Files.delete(disk.resolve("north/a.csv"));
        bench.reconcile();
        assertEquals(2, bench.outbox.told().get(NORTH).files().size());
        assertNotNull(bench.reports.getLast().confirmation());

        bind(disk, bench.directory());
        bench.reconcile();
        assertEquals(1, bench.outbox.told().get(NORTH).files().size());
        assertNull(bench.reports.getLast().confirmation());
    }

    @Test
    void a_source_with_a_file_system_of_its_own_is_held_back_alone() throws Exception {
        open();
        tmpfs(Files.createDirectories(bench.directory().resolve("north")));
        bench.put("north/a.csv", "a");
        bench.put("south/a.csv", "a");
        bench.put("south/b.csv", "b");
        bench.clock.advance(Duration.ofSeconds(5));
        bench.settle();

        unmount(bench.directory().resolve("north"));
        bench.delete("south/b.csv");
        bench.reconcile();
        assertEquals(Set.of(NORTH, SOUTH), bench.outbox.told().keySet());
        assertEquals(1, bench.outbox.told().get(SOUTH).files().size());

        tmpfs(bench.directory().resolve("north"));
        bench.reconcile();
        assertEquals(Set.of(NORTH, SOUTH), bench.outbox.told().keySet());

        bench.confirmDeletions();
        bench.settle();
        assertEquals(Set.of(SOUTH), bench.outbox.told().keySet());
    }

    private void open() throws IOException {
        bench = new WatchBench(temporary, "{site}/*.csv", WatchBench.settling(Duration.ZERO));
        Files.createDirectories(bench.directory());
    }

    private void tmpfs(Path point) throws Exception {
        mount(point, List.of("mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", point.toString()));
    }

    private void bind(Path what, Path point) throws Exception {
        mount(point, List.of("mount", "--bind", what.toString(), point.toString()));
    }

    private void mount(Path point, List<String> command) throws Exception {
        assumeTrue(run(command.toArray(String[]::new)) == 0, "mounting is not allowed here");
        mounted.push(point);
    }

    private void unmount(Path point) throws Exception {
        assertEquals(0, run("umount", point.toString()));
        mounted.remove(point);
    }

    private static int run(String... command) throws Exception {
        Process process;
        try {
            process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
        } catch (IOException e) {
            return -1; // there is no such program
        }
        return process.waitFor(10, TimeUnit.SECONDS) ? process.exitValue() : -1;
    }
}
