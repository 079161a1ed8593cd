package io.freshet.planner.store;

import static io.freshet.testkit.Eventually.eventually;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KeyValue;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.rocksdb.FlushOptions;
import org.rocksdb.Options;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;

/** The system says which files the process has mapped. */
@EnabledOnOs(OS.LINUX)
class ResidentFilesTest {
    private static final int FILES = 3;
    private static final int ROWS = 1000;
    private static final long PLENTY = Long.MAX_VALUE / 2;

    static {
        RocksDB.loadLibrary();
    }

    @TempDir
    Path directory;

    @Test
    void a_file_is_mapped_while_it_is_there() throws Exception {
        withDatabase(PLENTY, (database, resident) -> {
            writeFiles(database);
            Set<Path> written = files();
            assertEquals(FILES, written.size());
            assertEquals(size(written), resident.bytes().join());
            assertEquals(written, mapped());

            database.compactRange();

            eventually(Duration.ofSeconds(30), () -> {
                assertTrue(files().stream().noneMatch(written::contains));
                assertEquals(size(files()), resident.bytes().join());
                assertEquals(files(), mapped());
            });
        });
    }

    @Test
    void what_a_database_had_is_mapped_when_it_is_opened() throws Exception {
        withDatabase(PLENTY, (database, _) -> writeFiles(database));

        withDatabase(PLENTY, (_, resident) -> {
            assertEquals(size(files()), resident.bytes().join());
            assertEquals(files(), mapped());
        });
    }

    @Test
    void a_file_that_finds_no_room_is_read_as_any_other() throws Exception {
        withDatabase(PLENTY, (database, _) -> writeFiles(database));

        withDatabase(size(files()) - 1, (database, resident) -> {
            long bytes = resident.bytes().join();
            assertEquals(FILES - 1, mapped().size());
            assertEquals(size(mapped()), bytes);
            for (int row = 0; row < ROWS; row++) {
                assertArrayEquals(row(row), database.get(row(row)));
            }
        });
    }

    @Test
    void a_file_that_was_found_half_written_is_mapped_whole() throws Exception {
        Path file = directory.resolve("000001.sst");
        try (PageCacheWarmer resident = new PageCacheWarmer(PLENTY)) {
            Files.write(file, new byte[ROWS]);
            resident.opened(directory);
            assertEquals(ROWS, resident.bytes().join());

            Files.write(file, new byte[2 * ROWS]);
            resident.completed(file);

            assertEquals(2 * ROWS, resident.bytes().join());
        }
    }

    @Test
    void what_found_no_room_is_mapped_when_there_is_some() throws Exception {
        withDatabase(PLENTY, (database, _) -> writeFiles(database));

        // What compaction writes is not larger than what it reads, but is there at the same time.
        long room = size(files());
        withDatabase(room, (database, resident) -> {
            assertEquals(room, resident.bytes().join());

            database.compactRange();

            eventually(Duration.ofSeconds(30), () -> {
                assertEquals(1, files().size());
                assertEquals(size(files()), resident.bytes().join());
                assertEquals(files(), mapped());
            });
        });
    }

    @Test
    void a_store_has_its_files_mapped_until_it_is_closed() throws Exception {
        try (PageCacheWarmer warmer = new PageCacheWarmer(PLENTY)) {
            writeStore(warmer);
            try (RocksDisk _ = RocksDisk.open(directory, warmer)) {
                warmer.bytes().join();
                assertNotEquals(Set.of(), files());
                assertEquals(files(), mapped());
            }
            warmer.bytes().join();
            assertEquals(Set.of(), mapped());
        }
    }

    @Test
    void a_store_without_the_option_maps_nothing() throws Exception {
        writeStore(null);
        try (RocksDisk disk = RocksDisk.open(directory, null)) {
            assertArrayEquals(row(1), disk.get(Bytes.wrap(row(1))));
            assertNotEquals(Set.of(), files());
            assertEquals(Set.of(), mapped());
        }
    }

    private void writeStore(@Nullable PageCacheWarmer warmer) {
        try (RocksDisk disk = RocksDisk.open(directory, warmer)) {
            disk.write(List.of(KeyValue.pair(Bytes.wrap(row(1)), row(1))), null);
        }
    }

    /** What is done with a database that tells of its files. */
    @FunctionalInterface
    private interface Use {
        void of(RocksDB database, PageCacheWarmer resident) throws Exception;
    }

    /** Afterwards nothing may be mapped any more. */
    private void withDatabase(long room, Use use) throws Exception {
        try (PageCacheWarmer resident = new PageCacheWarmer(room);
                Options options = new Options()
                        .setCreateIfMissing(true)
                        .setDisableAutoCompactions(true)
                        .setListeners(List.of(resident))) {
            try (RocksDB database = RocksDB.open(options, directory.toString())) {
                resident.opened(directory);
                use.of(database, resident);
            }
            resident.closed(directory);
            assertEquals(0, resident.bytes().join());
            assertEquals(Set.of(), mapped());
        }
    }

    /** The rows of each are among those of the others, or they would only be moved. */
    private static void writeFiles(RocksDB database) throws RocksDBException {
        try (FlushOptions flushing = new FlushOptions()) {
            for (int file = 0; file < FILES; file++) {
                for (int row = file; row < ROWS; row += FILES) {
                    database.put(row(row), row(row));
                }
                database.flush(flushing);
            }
        }
    }

    private static byte[] row(int row) {
        return ByteBuffer.allocate(Integer.BYTES).putInt(row).array();
    }

    private Set<Path> files() throws IOException {
        try (Stream<Path> all = Files.list(directory)) {
            return all.filter(file -> file.toString().endsWith(".sst")).collect(Collectors.toSet());
        }
    }

    /** The last column of a mapping is its file. */
    private Set<Path> mapped() throws IOException {
        try (Stream<String> mappings = Files.lines(Path.of("/proc/self/maps"))) {
            return mappings.filter(mapping -> mapping.contains(directory.toString()))
                    .map(mapping -> Path.of(mapping.substring(mapping.indexOf('/'))))
                    .collect(Collectors.toSet());
        }
    }

    private static long size(Set<Path> files) throws IOException {
        long bytes = 0;
        for (Path file : files) {
            bytes += Files.size(file);
        }
        return bytes;
    }
}
