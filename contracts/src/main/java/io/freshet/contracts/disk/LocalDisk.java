package io.freshet.contracts.disk;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.Set;

/** The machine's own file systems. */
public final class LocalDisk implements Disk {
    public static final Disk SYNCED = new LocalDisk(true);

    /** Without waiting for the device: what was done outlives the process, but not a power failure. */
    public static final Disk UNSYNCED = new LocalDisk(false);

    /**
     * From how many on one syncfs(2) is cheaper. It also waits for what others have written to the same file system, so it is not used for
     * the few files of a usual attempt.
     */
    private static final int MANY = 32;

    private final boolean syncs;

    private LocalDisk(boolean syncs) {
        this.syncs = syncs;
    }

    @Override
    public void write(Path file, byte[] content) throws IOException {
        Files.write(file, content);
    }

    @Override
    public void copy(Path from, Path to) throws IOException {
        Files.copy(from, to, LinkOption.NOFOLLOW_LINKS);
    }

    @Override
    public void sync(Path path) throws IOException {
        if (syncs) {
            try (FileChannel channel =
                    FileChannel.open(path, Set.of(StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS))) {
                channel.force(true);
            }
        }
    }

    @Override
    public void sync(Collection<Path> paths) throws IOException {
        Set<Path> each = new LinkedHashSet<>(paths);
        if (syncs && each.size() >= MANY && SyncFs.IS_AVAILABLE) {
            SyncFs.sync(each);
        } else {
            for (Path path : each) {
                sync(path);
            }
        }
    }

    @Override
    public void rename(Path from, Path to) throws IOException {
        Files.move(from, to, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    @Override
    public void link(Path existing, Path name) throws IOException {
        Files.createLink(name, existing);
    }

    @Override
    public boolean delete(Path path) throws IOException {
        return Files.deleteIfExists(path);
    }

    @Override
    public void createDirectory(Path directory) throws IOException {
        Files.createDirectory(directory);
    }
}
