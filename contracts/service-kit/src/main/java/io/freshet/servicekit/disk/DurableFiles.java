package io.freshet.servicekit.disk;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The one way in which files that must outlive a power failure are written: aside, synced, renamed into place, and the directory synced.
 * A reader sees a whole file or none, also after a power failure at any step. When a method returns, what it did is durable. Thread-safe;
 * one writer at a time for one aside name.
 */
public final class DurableFiles {
    /** What is only being written ends with this; readers of a directory pass over it. */
    public static final String ASIDE = ".new";

    /** Bounds the memory for {@link #durable}; beyond it, directories are only synced again. */
    private static final int MOST_KNOWN = 10_000;

    private final Disk disk;
    /** Directories whose own name this process knows to be durable. */
    private final Set<Path> durable = ConcurrentHashMap.newKeySet();

    public DurableFiles(Disk disk) {
        this.disk = disk;
    }

    public Disk disk() {
        return disk;
    }

    /** Puts the content in place of whatever the file has. One writer at a time for one file. */
    public void replace(Path file, byte[] content) throws IOException {
        replace(file, content, file.resolveSibling(file.getFileName() + ASIDE));
    }

    /**
     * Puts the content in place of whatever the file has.
     *
     * @param aside where it is written first, on the same file system; nobody else uses this name
     */
    public void replace(Path file, byte[] content, Path aside) throws IOException {
        disk.write(aside, content);
        place(aside, file);
    }

    /** Makes a file, which was written aside and is whole, appear under its name. */
    public void place(Path aside, Path target) throws IOException {
        disk.sync(aside);
        disk.rename(aside, target);
        disk.sync(parent(target));
    }

    /** Makes an empty file, whose being there says something; false if it was there. */
    public boolean create(Path file) throws IOException {
        boolean isNew = Files.notExists(file, LinkOption.NOFOLLOW_LINKS);
        if (isNew) {
            disk.write(file, new byte[0]);
        }
        disk.sync(parent(file));
        return isNew;
    }

    /** Removes a file. */
    public void delete(Path file) throws IOException {
        if (disk.delete(file)) {
            disk.sync(parent(file));
        }
    }

    /** Makes a directory with those above it, unless they are there. */
    public void createDirectories(Path directory) throws IOException {
        if (durable.contains(directory) && Files.isDirectory(directory)) {
            return;
        }
        Path parent = directory.getParent();
        if (parent == null) {
            return;
        }
        if (!Files.isDirectory(directory)) {
            createDirectories(parent);
            try {
                disk.createDirectory(directory);
            } catch (FileAlreadyExistsException e) {
                if (!Files.isDirectory(directory)) {
                    throw e;
                }
            }
        }
        // Also if it was there: whoever made it may not have come to this.
        disk.sync(parent);
        if (durable.size() >= MOST_KNOWN) {
            durable.clear();
        }
        durable.add(directory);
    }

    /** Makes the directory of a file with those above it, unless they are there. */
    public void createParent(Path file) throws IOException {
        createDirectories(parent(file));
    }

    /** The directory of a file that is not a root. */
    static Path parent(Path file) {
        Path parent = file.getParent();
        if (parent == null) {
            throw new IllegalArgumentException("'%s' has no directory".formatted(file));
        }
        return parent;
    }
}
