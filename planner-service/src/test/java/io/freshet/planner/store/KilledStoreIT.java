package io.freshet.planner.store;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.state.KeyValueStore;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Stores of processes that are killed while RocksDB writes, flushes and compacts. */
class KilledStoreIT {
    /** A store has one, and does not ask which. */
    private static final TopicPartition CHANGELOG = new TopicPartition("plans-changelog", 0);

    @TempDir
    Path directory;

    @Test
    void has_the_changelog_up_to_the_offset_it_says() throws Exception {
        long begin = 0;
        for (int round = 0; round < 2; round++) {
            writeUntilKilled(
                    begin, begin + 300_000 + ThreadLocalRandom.current().nextLong(300_000));

            KeyValueStore<Bytes, byte[]> store = StoreWriter.open(directory, new LocalStores(InstantSource.system()));
            try {
                long offset = store.committedOffset(CHANGELOG);
                long from = begin;
                assertTrue(offset > from, () -> "only up to " + offset + " after " + from);
                begin = restored(store, offset);
            } finally {
                store.close();
            }
        }
    }

    private void writeUntilKilled(long begin, long enough) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-XX:+UseSerialGC",
                        "--enable-native-access=ALL-UNNAMED",
                        "-cp",
                        System.getProperty("java.class.path"),
                        StoreWriter.class.getName(),
                        directory.toString(),
                        String.valueOf(begin))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try (BufferedReader output = process.inputReader(StandardCharsets.US_ASCII)) {
            String said = output.readLine();
            while (said != null && !(said.matches("\\d+") && Long.parseLong(said) >= enough)) {
                said = output.readLine();
            }
            assertTrue(said != null, "it ended by itself");
        } finally {
            process.destroyForcibly().waitFor();
        }
    }

    /** Brings the store up to where its last row is from; every row must then be as the last record of its key says. */
    private static long restored(KeyValueStore<Bytes, byte[]> store, long offset) {
        long end = offset + 1;
        for (long row = 0; row < StoreWriter.KEYS; row++) {
            byte[] value = store.get(StoreWriter.key(row));
            if (value != null) {
                end = Math.max(end, StoreWriter.record(value) + 1);
            }
        }
        end += StoreWriter.TRANSACTION - end % StoreWriter.TRANSACTION;
        for (long record = offset + 1; record < end; record++) {
            store.put(StoreWriter.key(record), StoreWriter.value(record));
        }
        for (long record = end - StoreWriter.KEYS; record < end; record++) {
            long last = record;
            assertArrayEquals(
                    StoreWriter.value(record),
                    store.get(StoreWriter.key(record)),
                    () -> "the row of record " + last + ", of which " + offset + " was the last for certain");
        }
        store.commit(Map.of(CHANGELOG, end - 1));
        return end;
    }
}
