package io.freshet.servicekit.storage;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.freshet.contracts.data.Fingerprint;
import io.freshet.contracts.data.Manifest;
import io.freshet.contracts.data.ManifestFiles;
import io.freshet.contracts.data.PartitionVersion;
import io.freshet.contracts.data.RelativePath;
import io.freshet.contracts.data.Sha256;
import io.freshet.servicekit.disk.DurableBatch;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ContentStoreTest {
    private static final Manifest MANIFEST =
            new Manifest(List.of(new Manifest.Entry(RelativePath.parse("a.csv"), 3, Sha256.of("abc"))));

    @TempDir
    private Path directory;

    private StorageRoot root;
    private ContentStore store;

    @BeforeEach
    void open() {
        root = new StorageRoot(directory);
        store = new ContentStore(root);
    }

    @Test
    void keeps_manifests_by_fingerprint() throws IOException {
        Fingerprint fingerprint = store.putManifest(MANIFEST);

        assertEquals(MANIFEST.fingerprint(), fingerprint);
        assertEquals(Optional.of(MANIFEST), store.manifest(fingerprint));
        assertEquals(Optional.empty(), store.manifest(Sha256.of("another")));
    }

    @Test
    void keeps_a_manifest_that_comes_file_by_file_as_it_keeps_one_that_comes_whole() throws IOException {
        List<Manifest.Entry> entries = new ArrayList<>();
        for (int i = 0; i < 5_000; i++) {
            entries.add(new Manifest.Entry(RelativePath.parse("f%d ü.csv".formatted(i)), i, Sha256.of("content " + i)));
        }
        Manifest manifest = new Manifest(entries);
        PartitionVersion version = Manifest.versionOf(manifest);
        DurableBatch batch = store.batch();

        store.putManifest(version, manifest, batch);
        batch.commit();

        assertEquals(manifest.version(), version);
        assertEquals(manifest.text(), Files.readString(root.manifest(version.fingerprint())));
        List<Manifest.Entry> visited = new ArrayList<>();
        assertTrue(store.<RuntimeException>visitManifest(version.fingerprint(), visited::add));
        assertEquals(manifest.files(), visited);
        assertNothingStaged();
    }

    @Test
    void does_not_keep_the_list_of_files_that_changed_while_it_was_written() {
        PartitionVersion version = MANIFEST.version();
        DurableBatch batch = store.batch();

        assertThrows(IOException.class, () -> store.putManifest(version, Manifest.EMPTY, batch));
        assertThrows(
                IllegalArgumentException.class,
                () -> Manifest.versionOf(new Repeated(MANIFEST.files().getFirst())));

        assertFalse(Files.exists(root.manifest(version.fingerprint())));
        assertDoesNotThrow(this::assertNothingStaged);
    }

    /** The same file twice. */
    private record Repeated(Manifest.Entry file) implements ManifestFiles {
        @Override
        public <E extends Exception> void visit(Visitor<E> visitor) throws IOException, E {
            visitor.visit(file);
            visitor.visit(file);
        }
    }

    @Test
    void visits_nothing_of_a_manifest_that_is_missing_or_damaged() throws IOException {
        Fingerprint fingerprint = store.putManifest(MANIFEST);
        Path file = root.manifest(fingerprint);
        Files.delete(file);
        Files.writeString(file, MANIFEST.text().replace(" 3 ", " 4 "));
        List<Manifest.Entry> visited = new ArrayList<>();

        assertFalse(store.<RuntimeException>visitManifest(fingerprint, visited::add));
        assertFalse(store.<RuntimeException>visitManifest(Sha256.of("another"), visited::add));

        assertEquals(List.of(), visited);
        assertFalse(Files.exists(file));
        assertTrue(Files.exists(root.damaged().resolve("manifest-" + fingerprint.hex())));
    }

    @Test
    void keeps_objects_read_only_under_their_hash() throws IOException {
        Fingerprint hash = store.putObject("abc".getBytes(StandardCharsets.UTF_8));

        Path object = root.object(hash);
        assertEquals("abc", Files.readString(object));
        assertEquals("r--r--r--", PosixFilePermissions.toString(Files.getPosixFilePermissions(object)));
        assertEquals(hash, Sha256.of(object));
        assertNothingStaged();
    }

    @Test
    void many_writers_of_one_content_do_not_disturb_each_other() throws Exception {
        int writers = 8;
        List<Manifest> manifests = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            Fingerprint hash = Sha256.of("content " + i);
            manifests.add(new Manifest(List.of(new Manifest.Entry(RelativePath.parse("f" + i), i, hash))));
        }
        CyclicBarrier together = new CyclicBarrier(writers);
        try (ExecutorService threads = Executors.newFixedThreadPool(writers)) {
            List<Future<?>> running = new ArrayList<>();
            for (int i = 0; i < writers; i++) {
                ContentStore own = new ContentStore(root);
                running.add(threads.submit(() -> {
                    together.await();
                    for (Manifest manifest : manifests) {
                        own.putManifest(manifest);
                        assertEquals(Optional.of(manifest), own.manifest(manifest.fingerprint()));
                    }
                    return null;
                }));
            }
            for (Future<?> writer : running) {
                writer.get();
            }
        }
        assertNothingStaged();
    }

    @Test
    void a_damaged_manifest_is_moved_aside_and_heals_when_it_is_put_again() throws IOException {
        Fingerprint fingerprint = store.putManifest(MANIFEST);
        for (byte[] damage : List.of(
                MANIFEST.text().replace(" 3 ", " 4 ").getBytes(StandardCharsets.UTF_8),
                new byte[] {(byte) 0xff},
                new byte[0])) {
            overwrite(root.manifest(fingerprint), damage);

            assertEquals(Optional.empty(), store.manifest(fingerprint));

            assertArrayEquals(damage, Files.readAllBytes(root.damaged().resolve("manifest-" + fingerprint.hex())));
            store.putManifest(MANIFEST);
            assertEquals(Optional.of(MANIFEST), store.manifest(fingerprint));
        }
    }

    @Test
    void content_of_the_same_size_that_is_not_the_same_is_replaced() throws IOException {
        Fingerprint hash = store.putObject("abc".getBytes(StandardCharsets.UTF_8));
        overwrite(root.object(hash), "abX".getBytes(StandardCharsets.UTF_8));

        store.putObject("abc".getBytes(StandardCharsets.UTF_8));

        assertEquals("abc", Files.readString(root.object(hash)));
    }

    @Test
    void what_was_cut_off_is_written_again() throws IOException {
        Fingerprint fingerprint = store.putManifest(MANIFEST);
        overwrite(root.manifest(fingerprint), new byte[0]);

        store.putManifest(MANIFEST);

        assertEquals(Optional.of(MANIFEST), store.manifest(fingerprint));
    }

    @Test
    void hashing_follows_no_link() throws IOException {
        Path file = Files.writeString(directory.resolve("file"), "abc");
        Path link = Files.createSymbolicLink(directory.resolve("link"), file.getFileName());

        assertEquals(Sha256.of("abc"), Sha256.of(file));
        assertThrows(IOException.class, () -> Sha256.of(link));
    }

    private static void overwrite(Path file, byte[] content) throws IOException {
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
        Files.write(file, content);
    }

    private void assertNothingStaged() throws IOException {
        try (var staged = Files.list(root.staging())) {
            assertEquals(List.of(), staged.toList());
        }
    }
}
