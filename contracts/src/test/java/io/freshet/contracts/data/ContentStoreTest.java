package io.freshet.contracts.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

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
