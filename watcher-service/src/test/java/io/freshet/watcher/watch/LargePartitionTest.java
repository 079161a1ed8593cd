package io.freshet.watcher.watch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.freshet.contracts.data.Fingerprint;
import io.freshet.contracts.data.PartitionVersion;
import io.freshet.contracts.data.RelativePath;
import io.freshet.contracts.data.Sha256;
import io.freshet.contracts.id.DatasetRef;
import io.freshet.contracts.partition.Layout;
import io.freshet.contracts.partition.PartitionKey;
import io.freshet.contracts.spec.WatchSpec;
import io.freshet.servicekit.disk.DurableFiles;
import io.freshet.servicekit.disk.LocalDisk;
import io.freshet.servicekit.storage.ContentStore;
import io.freshet.servicekit.storage.StorageRoot;
import io.freshet.watcher.domain.FileStamp;
import io.freshet.watcher.domain.KnownFile;
import io.freshet.watcher.domain.WatchedDataset;
import io.freshet.watcher.ledger.Ledger;
import io.freshet.watcher.rocksdb.RocksLedgerStore;
import io.freshet.watcher.scan.DatasetDirectory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A partition may have more files than fit into the memory of a watcher. */
class LargePartitionTest {
    private static final int FILES = Integer.getInteger("freshet.watch.partition-files", 60_000);
    /** A list of 60,000 files in memory takes more. */
    private static final String HEAP = "-Xmx16m";

    @TempDir
    private Path directory;

    @Test
    void a_partition_of_any_number_of_files_is_told_in_little_memory() throws Exception {
        ProcessBuilder builder = new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                HEAP,
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                Teller.class.getName(),
                directory.toString(),
                Integer.toString(FILES));
        Process child = builder.redirectErrorStream(true).start();

        String output = new String(child.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

        assertTrue(child.waitFor(60, TimeUnit.SECONDS));
        assertEquals(0, child.exitValue(), output);
        Fingerprint told = Fingerprint.parse(Files.readString(directory.resolve("told")));
        Path manifest = new StorageRoot(directory).manifest(told);
        assertEquals(told, Sha256.of(manifest));
        try (var lines = Files.lines(manifest)) {
            assertEquals(FILES + 1L, lines.count());
        }
    }

    /** The watcher, in a process of its own. */
    static final class Teller {
        private Teller() {}

        public static void main(String[] arguments) throws Exception {
            Path directory = Path.of(arguments[0]);
            int files = Integer.parseInt(arguments[1]);
            DatasetRef raw = DatasetRef.parse("prod/raw");
            WatchedDataset dataset = new WatchedDataset(raw, "raw", Layout.parse("**"), WatchSpec.DEFAULT);
            try (RocksLedgerStore store = RocksLedgerStore.open(directory.resolve("ledger"))) {
                Ledger ledger = store.ledger(raw);
                ledger.open(dataset);
                for (int i = 0; i < files; i++) {
                    FileStamp stamp = new FileStamp(i, 1, 1, i);
                    ledger.remember(
                            RelativePath.parse("readings/of/station/%07d.csv".formatted(i)),
                            PartitionKey.NONE,
                            new KnownFile(stamp, Sha256.of("content " + i), 10));
                }
                StorageRoot root = new StorageRoot(directory);
                BatchPublisher teller = new BatchPublisher(
                        dataset,
                        new DatasetDirectory(directory, directory.resolve("prod/raw"), Sha256::of),
                        ledger,
                        new ContentStore(root, new DurableFiles(LocalDisk.UNSYNCED)),
                        events -> {
                            PartitionVersion version = Objects.requireNonNull(
                                    events.getFirst().changes().getFirst().after());
                            Files.writeString(
                                    directory.resolve("told"),
                                    version.fingerprint().hex());
                            return 0L;
                        },
                        InstantSource.system(),
                        new WatchMetrics());
                teller.sendStaged();
                teller.publish(List.of(PartitionKey.NONE), _ -> false);
            }
        }
    }
}
