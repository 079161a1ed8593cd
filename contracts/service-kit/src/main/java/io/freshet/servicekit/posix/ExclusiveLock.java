package io.freshet.servicekit.posix;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * A lock on a file, as {@code flock(2)}: one holder among all processes and also within this one, which the kernel lets go of when its
 * holder dies. Unlike the locks of {@link java.nio.channels.FileChannel} it is not lost when the file is opened and closed elsewhere in
 * this process. Network file systems of Linux share it between machines.
 */
public final class ExclusiveLock implements AutoCloseable {
    private static final int EXCLUSIVE_NOT_WAITING = 2 | 4;

    private final int descriptor;

    private ExclusiveLock(int descriptor) {
        this.descriptor = descriptor;
    }

    /**
     * @param file is made, for its owner only, if it is not there
     * @return empty if somebody holds it
     */
    public static Optional<ExclusiveLock> tryAcquire(Path file) throws IOException {
        int descriptor = FileCalls.open(
                FileCalls.CURRENT_DIRECTORY,
                PathBytes.of(file),
                FileCalls.READ_WRITE | FileCalls.CREATE | FileCalls.NO_FOLLOW | FileCalls.CLOSE_ON_EXEC,
                file.toString());
        boolean locked = false;
        try {
            locked = FileCalls.lock(descriptor, EXCLUSIVE_NOT_WAITING, file.toString());
            return locked ? Optional.of(new ExclusiveLock(descriptor)) : Optional.empty();
        } finally {
            if (!locked) {
                FileCalls.close(descriptor);
            }
        }
    }

    /** Lets go of it. */
    @Override
    public void close() {
        FileCalls.close(descriptor);
    }
}
