package io.freshet.embedded;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The right to use a data directory: held by at most one server on this machine. The operating system drops it when
 * its process dies, however that happens, so whatever is found in a directory just locked is left over.
 */
public final class DirectoryLock implements AutoCloseable {

    private static final String FILE = "lock";

    /** A process that closes any channel of a locked file loses its lock, so a file that we hold is not opened again. */
    private static final Set<Path> HELD = ConcurrentHashMap.newKeySet();

    private final Path file;
    private final FileChannel channel;

    private DirectoryLock(Path file, FileChannel channel) {
        this.file = file;
        this.channel = channel;
    }

    /**
     * Locks the directory, creating it if it is missing.
     *
     * @return empty if somebody else, in this JVM or another, has the lock
     * @throws EmbeddedServerException if the directory cannot be written
     */
    public static Optional<DirectoryLock> tryAcquire(Path directory) {
        try {
            Files.createDirectories(directory);
            Path file = directory.toRealPath().resolve(FILE);
            return HELD.add(file) ? lock(file) : Optional.empty();
        } catch (IOException e) {
            throw new EmbeddedServerException("Cannot use data directory " + directory + ": " + e.getMessage(), e);
        }
    }

    /**
     * Whether somebody, in this JVM or another, has the lock at this moment. A directory that is missing is not made.
     *
     * @throws EmbeddedServerException if the directory cannot be read
     */
    public static boolean isHeld(Path directory) {
        if (!Files.exists(directory.resolve(FILE))) {
            return false;
        }
        Optional<DirectoryLock> lock = tryAcquire(directory);
        lock.ifPresent(DirectoryLock::close);
        return lock.isEmpty();
    }

    static DirectoryLock acquire(Path directory) {
        return tryAcquire(directory)
                .orElseThrow(() -> new EmbeddedServerException("Data directory " + directory
                        + " is in use by another process: stop that one, or choose another directory"));
    }

    private static Optional<DirectoryLock> lock(Path file) throws IOException {
        boolean locked = false;
        try {
            FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            locked = isLocked(channel);
            if (locked) {
                return Optional.of(new DirectoryLock(file, channel));
            }
            channel.close();
            return Optional.empty();
        } finally {
            if (!locked) {
                HELD.remove(file);
            }
        }
    }

    private static boolean isLocked(FileChannel channel) throws IOException {
        try {
            FileLock lock = channel.tryLock();
            return lock != null;
        } catch (OverlappingFileLockException heldInThisJvm) {
            return false;
        }
    }

    /** Whether it was not given back yet. */
    public boolean isHeld() {
        return channel.isOpen();
    }

    /** Gives the directory back; the lock file stays, so that no two processes ever lock different files. */
    @Override
    public void close() {
        if (!channel.isOpen()) {
            return;
        }
        try {
            channel.close();
        } catch (IOException e) {
            throw new EmbeddedServerException("Cannot release a data directory", e);
        } finally {
            HELD.remove(file);
        }
    }
}
