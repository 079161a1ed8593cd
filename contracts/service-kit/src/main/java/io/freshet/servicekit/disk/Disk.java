package io.freshet.servicekit.disk;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Collection;

/**
 * The operations that change a file system, one method each, so that a test can lose power, fail or be overtaken between any two of them.
 * What an operation has done is seen by every process at once, but outlives a power failure only after {@link #sync}: the content of a
 * file after the file was synced, its name after its directory was. Reading needs no such care and is done with {@link java.nio.file.Files}.
 * Thread-safe.
 */
public interface Disk {
    /**
     * Writes a file as a whole; one that is there is overwritten.
     *
     * @throws IOException if that is not possible, and then the file may be there in part
     */
    void write(Path file, byte[] content) throws IOException;

    /**
     * Writes a part of a file, which is made if it is not there; what it has before this part and after it stays.
     *
     * @param offset in bytes; not beyond the end of the file
     * @throws IOException if that is not possible, and then some of the part may be there
     */
    void write(Path file, long offset, byte[] content) throws IOException;

    /**
     * Copies a regular file to a new name, with neither its times nor its permissions; a symbolic link at the end is not followed. The
     * copy shares the blocks, or keeps the holes, where the file system can.
     *
     * @throws java.nio.file.FileAlreadyExistsException if the new name is taken
     */
    void copy(Path from, Path to) throws IOException;

    /** Returns when the device has the content of a file, or the names in a directory. */
    void sync(Path path) throws IOException;

    /** Returns when the device has all of them; cheaper than one after the other. */
    default void sync(Collection<Path> paths) throws IOException {
        for (Path path : paths) {
            sync(path);
        }
    }

    /** Gives a file another name in one step; a file of that name is replaced. */
    void rename(Path from, Path to) throws IOException;

    /**
     * Gives a file one more name.
     *
     * @throws java.nio.file.FileAlreadyExistsException if the name is taken
     */
    void link(Path existing, Path name) throws IOException;

    /**
     * Removes a file or an empty directory.
     *
     * @return whether it was there
     * @throws java.nio.file.DirectoryNotEmptyException if it is a directory that is not empty
     */
    boolean delete(Path path) throws IOException;

    /**
     * Makes a directory; its parent is there.
     *
     * @throws java.nio.file.FileAlreadyExistsException if the name is taken
     */
    void createDirectory(Path directory) throws IOException;
}
