package io.freshet.servicekit.posix;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.freshet.contracts.data.RelativePath;
import java.io.IOException;
import java.net.URI;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class OpenDirectoryTest {
    @TempDir
    private Path directory;

    @Test
    void refuses_a_symbolic_link_in_the_place_of_a_directory() throws IOException {
        Files.createDirectory(directory.resolve("real"));
        Files.createSymbolicLink(directory.resolve("link"), directory.resolve("real"));
        assertThrows(FileSystemException.class, () -> OpenDirectory.open(directory.resolve("link")));
        try (OpenDirectory open = OpenDirectory.open(directory)) {
            assertThrows(FileSystemException.class, () -> open.openDirectory(Path.of("link")));
            open.openDirectory(Path.of("real")).close();
        }
    }

    @Test
    void stays_with_the_directory_when_its_name_is_given_to_another() throws IOException {
        Path one = Files.createDirectory(directory.resolve("one"));
        Files.createFile(one.resolve("inside"));
        Files.createDirectory(directory.resolve("two"));
        try (OpenDirectory parent = OpenDirectory.open(directory);
                OpenDirectory open = parent.openDirectory(Path.of("one"))) {
            parent.exchange(Path.of("one"), parent, Path.of("two"));
            open.unlink(Path.of("inside"));
            assertTrue(open.names(10).isEmpty());
        }
        assertTrue(Files.isDirectory(directory.resolve("two")));
    }

    @Test
    void lists_names_of_any_bytes() throws IOException {
        TreeSet<String> expected = new TreeSet<>();
        for (String name : new String[] {"plain", "sp%20ace", "new%0Aline", "b%FF%FE", "%C3%BC", "...", "100%25"}) {
            Files.createFile(Path.of(URI.create(directory.toUri() + name)));
            expected.add(name);
        }
        TreeSet<String> found = new TreeSet<>();
        try (OpenDirectory open = OpenDirectory.open(directory)) {
            for (Path name : open.names(100)) {
                assertTrue(open.status(name).orElseThrow().isRegular());
                String uri = directory.resolve(name).toUri().toString();
                found.add(uri.substring(uri.lastIndexOf('/') + 1));
                open.unlink(name);
            }
            assertEquals(Optional.empty(), open.names(1).stream().findAny());
        }
        assertEquals(expected, found);
    }

    @Test
    void stops_listing_one_name_after_the_limit() throws IOException {
        for (int i = 0; i < 5_000; i++) {
            Files.createFile(directory.resolve("a-name-that-is-not-short-" + i));
        }
        try (OpenDirectory open = OpenDirectory.open(directory)) {
            assertEquals(4_001, open.names(4_000).size());
            assertEquals(5_000, open.names(5_000).size());
        }
    }

    @Test
    void refuses_names_that_lead_elsewhere() throws IOException {
        try (OpenDirectory open = OpenDirectory.open(directory)) {
            for (String name : new String[] {"..", "a/b", "/etc"}) {
                assertThrows(IllegalArgumentException.class, () -> open.unlink(Path.of(name)));
            }
        }
    }

    @Test
    void tells_apart_what_went_wrong() throws IOException {
        Files.createDirectories(directory.resolve("full/inner"));
        try (OpenDirectory open = OpenDirectory.open(directory)) {
            assertThrows(NoSuchFileException.class, () -> open.unlink(Path.of("nothing")));
            assertThrows(FileAlreadyExistsException.class, () -> open.makeDirectory(Path.of("full"), 0700));
            assertThrows(DirectoryNotEmptyException.class, () -> open.removeDirectory(Path.of("full")));
            Files.createDirectory(directory.resolve("other"));
            assertThrows(
                    FileAlreadyExistsException.class, () -> open.renameNew(Path.of("full"), open, Path.of("other")));
        }
    }

    @Test
    void changes_the_mode_of_the_directory_itself() throws IOException {
        try (OpenDirectory open = OpenDirectory.open(directory)) {
            open.changeMode(02750);
            assertEquals(02750, open.status().mode());
            open.sync();
        }
    }

    @Test
    void one_holder_at_a_time_has_a_lock_also_within_a_process() throws IOException {
        Path file = directory.resolve("lock");
        ExclusiveLock first = ExclusiveLock.tryAcquire(file).orElseThrow();
        assertTrue(ExclusiveLock.tryAcquire(file).isEmpty());
        Files.readAllBytes(file);
        assertTrue(ExclusiveLock.tryAcquire(file).isEmpty());
        first.close();
        try (ExclusiveLock _ = ExclusiveLock.tryAcquire(file).orElseThrow()) {
            assertTrue(ExclusiveLock.tryAcquire(file).isEmpty());
        }
    }

    @Test
    void paths_keep_their_bytes() {
        for (String text : new String[] {"a/b", "x%0Ay", "b%FF%FE", "Zürich"}) {
            RelativePath path = RelativePath.parse(text);
            Path file = path.resolveIn(directory);
            assertEquals(path, RelativePath.ofBytes(PathBytes.of(directory.relativize(file))));
            assertEquals(path, RelativePath.between(directory, directory.resolve(PathBytes.name(path.bytes()))));
        }
    }
}
