package io.freshet.launcher.attempt;

import io.freshet.contracts.data.StorageRoot;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Keeps two launchers of one name from taking care of the same attempts. The kernel lets go of it when the launcher dies. */
public final class LauncherLock implements AutoCloseable {
    private final FileChannel channel;

    private LauncherLock(FileChannel channel) {
        this.channel = channel;
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
        FileChannel channel =
                FileChannel.open(directory.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        if (tryLock(channel) == null) {
            channel.close();
            return Optional.empty();
        }
        return Optional.of(new LauncherLock(channel));
    }

    private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException e) {
            return null;
        }
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
