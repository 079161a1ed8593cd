package io.freshet.servicekit.posix;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;

/**
 * A file that was found once and is this very file from then on, whatever happens to its name. Opening it did nothing to it: a FIFO does
 * not block, a device is not touched, a symbolic link is the link itself. Not thread-safe.
 */
public final class OpenFile implements AutoCloseable {
    private static final int SET_LEASE = 1024;
    private static final int SET_SIGNAL = 10;
    private static final int READ_LEASE = 0;
    private static final int NO_LEASE = 2;
    /** Ignored unless somebody asks for it: whoever opens the file while we hold the lease would otherwise end us with SIGIO. */
    private static final int SIGURG = 23;

    private final int descriptor;
    private final String shown;

    OpenFile(int descriptor, String shown) {
        this.descriptor = descriptor;
        this.shown = shown;
    }

    /**
     * Finds a file by its path. Links on the way are followed, one at the end is not.
     *
     * @throws java.nio.file.NoSuchFileException if there is none
     */
    public static OpenFile find(Path path) throws IOException {
        int descriptor = FileCalls.open(
                FileCalls.CURRENT_DIRECTORY,
                PathBytes.of(path),
                FileCalls.PATH_ONLY | FileCalls.NO_FOLLOW | FileCalls.CLOSE_ON_EXEC,
                path.toString());
        return new OpenFile(descriptor, path.toString());
    }

    public FileStatus status() throws IOException {
        return FileCalls.status(descriptor, FileCalls.ITSELF, shown);
    }

    /**
     * A channel on the content.
     *
     * @throws FileSystemException if it is no regular file
     * @throws java.nio.file.AccessDeniedException if we may not
     */
    public FileChannel channel(StandardOpenOption... options) throws IOException {
        FileStatus.Kind kind = status().kind();
        if (kind != FileStatus.Kind.REGULAR) {
            throw new FileSystemException(shown, null, "it is a %s and no regular file".formatted(kind));
        }
        return FileChannel.open(path(), options);
    }

    /**
     * Gives the file away.
     *
     * @param user a negative number leaves it as it is
     * @param group likewise
     */
    public void changeOwner(int user, int group) throws IOException {
        FileCalls.changeOwner(descriptor, user, group, shown);
    }

    /**
     * @param mode permission bits, for example {@code 0444}
     * @throws FileSystemException if it is a symbolic link, which has no mode
     */
    public void changeMode(int mode) throws IOException {
        if (status().kind() == FileStatus.Kind.SYMBOLIC_LINK) {
            throw new FileSystemException(shown, null, "a symbolic link has no mode");
        }
        FileCalls.changeMode(proc(), mode, shown);
    }

    /**
     * Gives the file another name.
     *
     * @throws java.nio.file.FileAlreadyExistsException if the name is taken
     */
    public void linkTo(Path name) throws IOException {
        FileCalls.link(proc(), FileCalls.CURRENT_DIRECTORY, PathBytes.of(name), name.toString());
    }

    /**
     * Whether any process has this regular file open, or mapped, for writing; by the kernel's own count, so nothing can hide from it. Says
     * nothing of who will open it later. Needs a file of ours that we may read.
     *
     * @return empty if the file system cannot tell, as most network file systems
     */
    public Optional<Boolean> isOpenForWriting() throws IOException {
        int opened = FileCalls.open(
                FileCalls.CURRENT_DIRECTORY,
                proc(),
                FileCalls.READ | FileCalls.NON_BLOCKING | FileCalls.CLOSE_ON_EXEC,
                shown);
        try {
            FileCalls.control(opened, SET_SIGNAL, SIGURG);
            int result = FileCalls.control(opened, SET_LEASE, READ_LEASE);
            if (result == 0) {
                FileCalls.control(opened, SET_LEASE, NO_LEASE);
                return Optional.of(false);
            }
            return result == -Errno.EAGAIN ? Optional.of(true) : Optional.empty();
        } finally {
            FileCalls.close(opened);
        }
    }

    /** A path that means this very file as long as it is open here, for what Java can do with paths. It has to be followed. */
    public Path path() {
        return Path.of("/proc/self/fd/" + descriptor);
    }

    @Override
    public void close() {
        FileCalls.close(descriptor);
    }

    private byte[] proc() {
        return ("/proc/self/fd/" + descriptor).getBytes(StandardCharsets.US_ASCII);
    }

    @Override
    public String toString() {
        return shown;
    }
}
