package io.freshet.embedded;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
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

    @Test
    void says_whether_it_is_held_without_making_the_directory() {
        Path missing = directory.resolve("missing");
        assertFalse(DirectoryLock.isHeld(missing));
        assertFalse(missing.toFile().exists());

        DirectoryLock held = DirectoryLock.acquire(directory);
        assertTrue(DirectoryLock.isHeld(directory));
        held.close();
        assertFalse(DirectoryLock.isHeld(directory));
    }

    @Test
    void is_not_lost_to_a_process_when_its_holder_looks_again() throws Exception {
        try (DirectoryLock held = DirectoryLock.acquire(directory)) {
            assertTrue(DirectoryLock.isHeld(directory));
            assertTrue(DirectoryLock.tryAcquire(directory).isEmpty());

            OtherJvm other = OtherJvm.run(Locker.class, directory.toString());
            assertEquals("false", other.line());
            other.kill();
        }
    }

    /** Says whether it gets the lock. */
    static final class Locker {
        private Locker() {}

        public static void main(String[] arguments) throws Exception {
            System.out.println(
                    "ready " + DirectoryLock.tryAcquire(Path.of(arguments[0])).isPresent());
            Thread.currentThread().join();
        }
    }
}
