package io.freshet.watcher.rocksdb;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.freshet.contracts.data.Manifest;
import io.freshet.contracts.data.PartitionVersion;
import io.freshet.contracts.data.RelativePath;
import io.freshet.contracts.data.Sha256;
import io.freshet.contracts.event.FileChanges;
import io.freshet.contracts.event.PartitionChange;
import io.freshet.contracts.id.DatasetRef;
import io.freshet.contracts.partition.Layout;
import io.freshet.contracts.partition.PartitionKey;
import io.freshet.contracts.spec.WatchSpec;
import io.freshet.watcher.domain.ChangeBatch;
import io.freshet.watcher.domain.FileStamp;
import io.freshet.watcher.domain.KnownFile;
import io.freshet.watcher.domain.WatchedDataset;
import io.freshet.watcher.ledger.Ledger;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RocksLedgerTest {
    private static final DatasetRef RAW = new DatasetRef("prod", "raw");
    private static final WatchedDataset DATASET =
            new WatchedDataset(RAW, "raw", Layout.parse("{site}/*.csv"), WatchSpec.DEFAULT);
    private static final PartitionKey NORTH = PartitionKey.of("site", "north");
    private static final PartitionKey SOUTH = PartitionKey.of("site", "south");

    @TempDir
    Path directory;

    private RocksLedgerStore store;
    private Ledger ledger;

    @BeforeEach
    void open() throws IOException {
        store = RocksLedgerStore.open(directory);
        ledger = store.ledger(RAW);
        ledger.open(DATASET);
    }

    @AfterEach
    void close() {
        store.close();
    }

    @Test
    void remembers_files_and_that_their_partitions_differ_also_after_a_restart() throws Exception {
        KnownFile file = file("a");
        ledger.remember(path("north/a.csv"), NORTH, file);
        ledger.remember(path("north/b.csv"), NORTH, file("b"));

        store.close();
        open();

        assertEquals(Optional.of(file), ledger.file(path("north/a.csv")));
        assertEquals(Optional.of(DATASET), ledger.dataset());
        assertEquals(Map.of(RAW, DATASET), store.datasets());
        assertEquals(List.of(NORTH), ledger.differing(null, 10));
        assertEquals(2, ledger.differing(NORTH));
        assertEquals(
                List.of("north/a.csv", "north/b.csv"),
                members().stream().map(each -> each.path().text()).toList());
    }

    @Test
    void equal_content_makes_no_difference() {
        ledger.remember(path("north/a.csv"), NORTH, file("a"));
        ledger.agreed(List.of(NORTH));

        ledger.remember(path("north/a.csv"), NORTH, new KnownFile(new FileStamp(1, 9, 9, 9), Sha256.of("a"), 99));

        assertEquals(0, ledger.differing(NORTH));
        assertEquals(99, ledger.file(path("north/a.csv")).orElseThrow().hashedNanos());
    }

    @Test
    void goes_over_files_in_the_order_of_their_bytes() {
        List<RelativePath> paths = new ArrayList<>(List.of(
                path("a/b.csv"),
                path("a-b.csv"),
                path("a.csv"),
                path("a/é.csv"),
                RelativePath.ofBytes(new byte[] {'a', '/', (byte) 0xff}),
                path("b/c/d.csv")));
        paths.forEach(path -> ledger.remember(path, NORTH, file("x")));

        assertEquals(List.of("a-b.csv", "a.csv", "a/b.csv", "a/é.csv", "a/%FF", "b/c/d.csv"), texts(new byte[0]));
        assertEquals(List.of("a/b.csv", "a/é.csv", "a/%FF"), texts("a".getBytes(StandardCharsets.UTF_8)));
        assertEquals(List.of(), texts("c".getBytes(StandardCharsets.UTF_8)));
    }

    @Test
    void has_the_members_of_a_partition_in_the_order_of_a_manifest() throws Exception {
        List<RelativePath> paths = List.of(
                path("a/b.csv"),
                path("a-b.csv"),
                path("a.csv"),
                path("a/é.csv"),
                path("a/\ufb01.csv"),
                path("a/\ud83c\udf0a.csv"),
                RelativePath.ofBytes(new byte[] {'a', '/', (byte) 0xff}),
                RelativePath.ofBytes(new byte[] {'a', '/', '\n'}),
                path("b/c/d.csv"));
        List<Manifest.Entry> entries = new ArrayList<>();
        for (RelativePath path : paths) {
            ledger.remember(path, NORTH, file("x"));
            ledger.remember(path, SOUTH, file("y"));
            entries.add(new Manifest.Entry(path, 1, Sha256.of("x")));
        }
        ledger.forget(path("a.csv"), SOUTH);

        Manifest expected = new Manifest(entries);
        assertEquals(expected.files(), members());
        assertEquals(expected.version(), Manifest.versionOf(ledger.members(NORTH)));
        assertEquals(paths.size() - 1, Manifest.versionOf(ledger.members(SOUTH)).files());
    }

    @Test
    void a_cursor_compares_as_the_walk_does() {
        ledger.remember(path("a/b.csv"), NORTH, file("x"));
        try (Ledger.Cursor cursor = ledger.files(new byte[0])) {
            assertTrue(cursor.isValid());
            assertTrue(compare(cursor, "a-b.csv") > 0);
            assertEquals(0, compare(cursor, "a/b.csv"));
            assertTrue(compare(cursor, "a/c.csv") < 0);
            assertTrue(cursor.isUnchanged(file("x").stamp()));
            assertFalse(cursor.isUnchanged(new FileStamp(1, 2, 3, 4)));
            cursor.next();
            assertFalse(cursor.isValid());
        }
    }

    @Test
    void what_is_staged_is_kept_until_it_is_confirmed() throws Exception {
        ledger.remember(path("north/a.csv"), NORTH, file("a"));
        PartitionVersion version = Manifest.versionOf(ledger.members(NORTH));
        List<FileChanges> events = ChangeBatch.events(
                DATASET,
                ledger.nextBatch(),
                List.of(new PartitionChange(NORTH, null, version)),
                1,
                Instant.parse("2026-01-05T12:00:00.123456789Z"));
        ledger.stage(events);

        store.close();
        open();
        assertEquals(events, ledger.staged());
        assertEquals(Optional.empty(), ledger.reported(NORTH));
        assertEquals(2, ledger.nextBatch());

        ledger.confirm(0);
        assertEquals(List.of(), ledger.staged());
        assertEquals(Optional.of(version), ledger.reported(NORTH));
        assertEquals(0, ledger.differing(NORTH));
    }

    @Test
    void another_layout_forgets_the_files_and_doubts_what_was_told() throws IOException {
        ledger.remember(path("north/a.csv"), NORTH, file("a"));
        PartitionVersion version = Manifest.versionOf(ledger.members(NORTH));
        ledger.stage(
                ChangeBatch.events(DATASET, 1, List.of(new PartitionChange(NORTH, null, version)), 1, Instant.EPOCH));
        ledger.confirm(0);

        ledger.open(new WatchedDataset(RAW, "raw", Layout.parse("{place}/*.csv"), WatchSpec.DEFAULT));

        assertEquals(Optional.empty(), ledger.file(path("north/a.csv")));
        assertEquals(List.of(), members());
        assertEquals(List.of(NORTH), ledger.differing(null, 10));
        assertEquals(Optional.of(version), ledger.reported(NORTH));
    }

    @Test
    void datasets_are_apart_also_where_one_name_begins_with_the_other() {
        Ledger other = store.ledger(new DatasetRef("prod", "raw-2"));
        ledger.remember(path("north/a.csv"), NORTH, file("a"));
        other.remember(path("south/a.csv"), SOUTH, file("a"));

        assertEquals(List.of("north/a.csv"), texts(new byte[0]));
        assertEquals(List.of(SOUTH), other.differing(null, 10));
    }

    @Test
    void pages_through_partitions_that_differ() {
        for (int i = 0; i < 25; i++) {
            ledger.remember(path("s" + i + "/a.csv"), PartitionKey.of("site", "s" + i), file("a"));
        }
        List<PartitionKey> all = new ArrayList<>();
        List<PartitionKey> page = ledger.differing(null, 10);
        while (!page.isEmpty()) {
            all.addAll(page);
            page = ledger.differing(page.getLast(), 10);
        }

        assertEquals(25, all.size());
        assertEquals(all.stream().sorted().toList(), all);
    }

    @Test
    void a_second_process_cannot_open_it() {
        IOException refused = assertThrows(IOException.class, () -> RocksLedgerStore.open(directory));

        assertTrue(refused.getMessage().contains(directory.toString()), refused::getMessage);
    }

    private List<String> texts(byte[] below) {
        List<String> texts = new ArrayList<>();
        try (Ledger.Cursor cursor = ledger.files(below)) {
            while (cursor.isValid()) {
                texts.add(cursor.path().text());
                cursor.next();
            }
        }
        return texts;
    }

    private static int compare(Ledger.Cursor cursor, String path) {
        byte[] bytes = path.getBytes(StandardCharsets.UTF_8);
        return cursor.compareTo(bytes, bytes.length);
    }

    private static RelativePath path(String text) {
        return RelativePath.parse(text);
    }

    private static KnownFile file(String content) {
        return new KnownFile(new FileStamp(content.length(), 1_000, 2_000, 3), Sha256.of(content), 10_000_000_000L);
    }

    private List<Manifest.Entry> members() throws IOException {
        List<Manifest.Entry> members = new ArrayList<>();
        ledger.members(NORTH).<RuntimeException>visit(members::add);
        return members;
    }
}
