package io.freshet.launcher.attempt;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.freshet.servicekit.storage.StorageRoot;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LauncherLockTest {
    @TempDir
    Path directory;

    @Test
    void one_launcher_of_a_name_has_it_also_within_a_process() throws Exception {
        StorageRoot root = new StorageRoot(directory);
        LauncherLock first = LauncherLock.acquire(root, "launcher-0");

        assertThrows(IllegalStateException.class, () -> LauncherLock.acquire(root, "launcher-0"));
        assertTrue(LauncherLock.tryAcquire(root, "launcher-1").isPresent());
        // That somebody else reads the file does not take it from its holder.
        Files.readAllBytes(root.internal().resolve("launchers/launcher-0/lock"));
        assertTrue(LauncherLock.tryAcquire(root, "launcher-0").isEmpty());

        first.close();
        LauncherLock.acquire(root, "launcher-0").close();
    }
}
