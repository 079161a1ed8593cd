package io.freshet.launcher.attempt;

import io.freshet.servicekit.posix.ExclusiveLock;
import io.freshet.servicekit.storage.StorageRoot;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Keeps two launchers of one name from taking care of the same attempts. The kernel lets go of it when the launcher dies. */
public final class LauncherLock implements AutoCloseable {
    private final ExclusiveLock lock;

    private LauncherLock(ExclusiveLock lock) {
        this.lock = lock;
    }

    /**
     * @throws IllegalStateException if another launcher of this name is running on the storage root
     */
    public static LauncherLock acquire(StorageRoot root, String instance) throws IOException {
        return tryAcquire(root, instance)
                .orElseThrow(() -> new IllegalStateException(
                        "another launcher '%s' is running on %s: give each its own freshet.launcher.instance"
                                .formatted(instance, root.root())));
    }

    /** The lock of a launcher; empty if it is running, or somebody is just dealing with what it left. */
    static Optional<LauncherLock> tryAcquire(StorageRoot root, String instance) throws IOException {
        Path directory = root.internal().resolve("launchers").resolve(instance);
        Files.createDirectories(directory);
        return ExclusiveLock.tryAcquire(directory.resolve("lock")).map(LauncherLock::new);
    }

    @Override
    public void close() {
        lock.close();
    }
}
