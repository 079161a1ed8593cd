package io.freshet.watcher.watch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** A ledger that is lost, older or damaged is made again from the log and the files, and nothing is lost or invented by it. */
class LostLedgerTest extends WithSites {
    @Override
    void prepare() throws IOException {
        bench.put("north/a.csv", "a");
        bench.put("south/a.csv", "a");
    }

    @Test
    void tells_of_a_deletion_that_happened_without_a_ledger_and_of_nothing_else() throws Exception {
        Files.delete(bench.directory().resolve("south/a.csv"));
        bench.loseState();
        bench.settle();

        assertEquals(Set.of(NORTH), bench.outbox.told().keySet());
        assertEquals(2, bench.outbox.batches().size());
        assertEquals(
                List.of(SOUTH),
                bench.outbox.changes(1).stream()
                        .map(change -> change.partition())
                        .toList());
    }

    @Test
    void an_older_ledger_learns_what_was_told_since() throws Exception {
        bench.backUpState();
        bench.write("north/b.csv", "b");
        bench.write("west/a.csv", "a");
        bench.settle();
        Files.delete(bench.directory().resolve("west/a.csv"));
        bench.restoreState();
        bench.settle();

        assertEquals(Set.of(NORTH, SOUTH), bench.outbox.told().keySet());
        assertEquals(2, bench.outbox.told().get(NORTH).files().size());
    }

    @Test
    void a_staged_batch_of_an_older_ledger_is_not_sent_any_more() throws Exception {
        bench.outbox.failNext(1, false);
        bench.write("north/a.csv", "stale");
        try {
            bench.settle();
        } catch (IOException e) {
            bench.backUpState();
        }
        bench.write("north/a.csv", "fresh");
        bench.settle();
        bench.restoreState();
        bench.settle();

        assertEquals(
                WatchBench.sha("fresh"),
                bench.outbox.told().get(NORTH).files().getFirst().content());
        assertTrue(bench.outbox.batches().size() <= 3);
    }

    @Test
    void a_log_that_was_made_anew_is_told_everything() throws Exception {
        bench.stop();
        bench.outbox.loseLog();
        bench.restart();
        bench.settle();

        assertEquals(Set.of(NORTH, SOUTH), bench.outbox.told().keySet());
    }

    @Test
    void holds_back_when_neither_the_ledger_nor_any_file_is_there() throws Exception {
        Files.move(bench.directory(), temporary.resolve("away"));
        bench.loseState();
        bench.settle();
        assertEquals(Set.of(NORTH, SOUTH), bench.outbox.told().keySet());
        assertNotNull(bench.reports.getLast().confirmation());

        Files.move(temporary.resolve("away"), bench.directory());
        bench.reconcile();
        assertEquals(1, bench.outbox.batches().size());

        Files.delete(bench.directory().resolve("south/a.csv"));
        bench.reconcile();
        assertEquals(Set.of(NORTH), bench.outbox.told().keySet());
    }

    @Test
    void deletions_are_told_after_a_confirmation_also_without_a_ledger() throws Exception {
        Files.delete(bench.directory().resolve("north/a.csv"));
        Files.delete(bench.directory().resolve("south/a.csv"));
        bench.loseState();
        bench.settle();
        assertEquals(Set.of(NORTH, SOUTH), bench.outbox.told().keySet());

        bench.confirmDeletions();
        bench.settle();
        assertEquals(Set.of(), bench.outbox.told().keySet());
    }

    @Test
    void a_damaged_state_is_set_aside_and_made_again() throws Exception {
        bench.restart(); // so that there is a file of rows, not only RocksDB's own log
        bench.stop();
        bench.damageState(LostLedgerTest::flip);
        Files.delete(bench.directory().resolve("south/a.csv"));
        bench.settle();

        assertEquals(Set.of(NORTH), bench.outbox.told().keySet());
        assertTrue(Files.exists(bench.state().resolveSibling(bench.state().getFileName() + ".damaged")));
    }

    /** Overwrites the middle of every file of rows, and the list of files. */
    private static void flip(Path state) {
        try (Stream<Path> files = Files.list(state)) {
            for (Path file : files.filter(path ->
                            path.toString().endsWith(".sst") || path.toString().contains("MANIFEST"))
                    .toList()) {
                try (RandomAccessFile bytes = new RandomAccessFile(file.toFile(), "rw")) {
                    bytes.seek(bytes.length() / 3);
                    bytes.write(new byte[64]);
                }
            }
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
