package io.freshet.embedded;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DirectoryLockTest {

    @TempDir
    Path directory;

    @Test
    void is_held_by_one_at_a_time() {
        try (DirectoryLock held = DirectoryLock.acquire(directory)) {
            assertEquals(Optional.empty(), DirectoryLock.tryAcquire(directory));
            assertThrows(EmbeddedServerException.class, () -> DirectoryLock.acquire(directory));
        }

        DirectoryLock.acquire(directory).close();
    }

    @Test
    void makes_the_directory() {
        Path missing = directory.resolve("a/b");

        DirectoryLock.acquire(missing).close();

        assertTrue(missing.toFile().isDirectory());
    }
}
