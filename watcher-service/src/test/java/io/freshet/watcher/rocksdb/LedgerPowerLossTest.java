package io.freshet.watcher.rocksdb;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.freshet.contracts.data.Manifest;
import io.freshet.contracts.data.RelativePath;
import io.freshet.contracts.data.Sha256;
import io.freshet.contracts.id.DatasetRef;
import io.freshet.contracts.partition.Layout;
import io.freshet.contracts.partition.PartitionKey;
import io.freshet.contracts.spec.WatchSpec;
import io.freshet.testkit.disk.MemoryDirectory;
import io.freshet.watcher.domain.FileStamp;
import io.freshet.watcher.domain.KnownFile;
import io.freshet.watcher.domain.WatchedDataset;
import io.freshet.watcher.ledger.Ledger;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Power is lost after every write to a ledger. RocksDB syncs its tables and its manifest, but not its log, as we let it: of that, some
 * beginning is left, and after it nothing, zeros or anything. The ledger opens by itself, and is as it was after some earlier write: then
 * the watcher reads the files again that it does not know, and what was told is read back from the log of changes.
 */
final class LedgerPowerLossTest {
    private static final DatasetRef RAW = new DatasetRef("prod", "raw");
    private static final WatchedDataset DATASET =
            new WatchedDataset(RAW, "raw", Layout.parse("{site}/*.csv"), WatchSpec.DEFAULT);
    private static final PartitionKey NORTH = PartitionKey.of("site", "north");
    private static final int WRITES = 30;
    private static final int FAILURES_EACH = Integer.getInteger("freshet.watch.power-losses", 3);

    @TempDir(factory = MemoryDirectory.class)
    private Path directory;

    @Test
    void opens_by_itself_as_it_was_after_some_earlier_write() throws IOException {
        Path live = directory.resolve("live");
        try (RocksLedgerStore store = RocksLedgerStore.open(live)) {
            Ledger ledger = store.ledger(RAW);
            ledger.open(DATASET);
            for (int written = 1; written <= WRITES; written++) {
                ledger.remember(path(written), NORTH, file(written));
                for (int i = 0; i < FAILURES_EACH; i++) {
                    Random random = new Random(1_000L * written + i);
                    Path left = directory.resolve("left-%d-%d".formatted(written, i));
                    losePower(live, left, random);
                    check(left, written);
                }
            }
        }
    }

    private static void losePower(Path live, Path left, Random random) throws IOException {
        Files.createDirectory(left);
        try (Stream<Path> files = Files.list(live)) {
            for (Path file : files.toList()) {
                byte[] content = Files.readAllBytes(file);
                boolean isSynced = !file.getFileName().toString().endsWith(".log");
                Files.write(left.resolve(file.getFileName()), isSynced ? content : surviving(content, random));
            }
        }
    }

    private static byte[] surviving(byte[] log, Random random) {
        int synced = random.nextInt(log.length + 1);
        return switch (random.nextInt(3)) {
            case 0 -> Arrays.copyOf(log, synced);
            case 1 -> Arrays.copyOf(Arrays.copyOf(log, synced), log.length);
            default -> {
                byte[] anything = new byte[log.length];
                random.nextBytes(anything);
                System.arraycopy(log, 0, anything, 0, synced);
                yield anything;
            }
        };
    }

    private void check(Path left, int written) throws IOException {
        try (RocksLedgerStore store = RocksLedgerStore.open(left)) {
            Ledger ledger = store.ledger(RAW);
            int known = (int) Manifest.versionOf(ledger.members(NORTH)).files();
            assertTrue(known <= written);
            for (int i = 1; i <= written; i++) {
                assertEquals(i <= known, ledger.file(path(i)).isPresent(), "write " + i + " of " + known);
            }
            assertEquals(known, ledger.differing(NORTH));
            assertEquals(known == 0 ? List.of() : List.of(NORTH), ledger.differing(null, 10));
            assertTrue(known == 0 || ledger.dataset().isPresent());
            // It works on from there.
            ledger.open(DATASET);
            ledger.remember(path(known + 1), NORTH, file(known + 1));
            assertEquals(known + 1, Manifest.versionOf(ledger.members(NORTH)).files());
        }
        assertFalse(
                Files.exists(left.resolveSibling(left.getFileName() + ".damaged")),
                "a log without its end is no damage");
    }

    private static RelativePath path(int number) {
        return RelativePath.parse("north/%03d.csv".formatted(number));
    }

    private static KnownFile file(int number) {
        return new KnownFile(
                new FileStamp(number, 1_000, 2_000, 3), Sha256.of(Integer.toString(number)), 10_000_000_000L);
    }
}
