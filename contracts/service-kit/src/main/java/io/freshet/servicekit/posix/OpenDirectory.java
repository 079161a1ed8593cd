package io.freshet.servicekit.posix;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A directory that was opened once and is this very directory from then on, wherever it is moved and whatever takes its name. Everything
 * is done below it by single names, and no symbolic link is followed, so nobody who may write in it can lead us elsewhere. Thread-safe,
 * except for closing.
 */
public final class OpenDirectory implements AutoCloseable {
    private static final int ENTRIES_BYTES = 64 * 1024;
    private static final int LENGTH_OFFSET = 16;
    private static final int NAME_OFFSET = 19;
    private static final int NO_REPLACE = 1;
    private static final int EXCHANGE = 2;
    private static final int FLAGS =
            FileCalls.READ | FileCalls.DIRECTORY | FileCalls.NO_FOLLOW | FileCalls.CLOSE_ON_EXEC;

    private final int descriptor;
    private final Path shown;

    private OpenDirectory(int descriptor, Path shown) {
        this.descriptor = descriptor;
        this.shown = shown;
    }

    /**
     * Opens a directory by its path. Links on the way are followed, one at the end is not.
     *
     * @throws java.nio.file.NotDirectoryException if it is none, or a symbolic link
     */
    public static OpenDirectory open(Path path) throws IOException {
        return open(FileCalls.CURRENT_DIRECTORY, path, path);
    }

    /**
     * Opens a directory in this one.
     *
     * @param name one segment
     * @throws java.nio.file.NotDirectoryException if it is none, or a symbolic link
     */
    public OpenDirectory openDirectory(Path name) throws IOException {
        return open(descriptor, requireName(name), shown.resolve(name));
    }

    private static OpenDirectory open(int below, Path name, Path shown) throws IOException {
        return new OpenDirectory(FileCalls.open(below, PathBytes.of(name), FLAGS, shown.toString()), shown);
    }

    /**
     * Finds whatever has this name, without any effect on it.
     *
     * @param name one segment
     * @throws NoSuchFileException if there is nothing
     */
    public OpenFile find(Path name) throws IOException {
        String file = shown.resolve(name).toString();
        int flags = FileCalls.PATH_ONLY | FileCalls.NO_FOLLOW | FileCalls.CLOSE_ON_EXEC;
        return new OpenFile(FileCalls.open(descriptor, PathBytes.of(requireName(name)), flags, file), file);
    }

    /** What is known of the directory itself. */
    public FileStatus status() throws IOException {
        return FileCalls.status(descriptor, FileCalls.ITSELF, shown.toString());
    }

    /** What is known of an entry; empty if there is none. */
    public Optional<FileStatus> status(Path name) throws IOException {
        try {
            return Optional.of(FileCalls.status(
                    descriptor,
                    PathBytes.of(requireName(name)),
                    shown.resolve(name).toString()));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
    }

    /**
     * The names of all entries, in the file system's order, without {@code .} and {@code ..}.
     *
     * @param limit how many at most
     * @return {@code limit} of them, and one more if there are more
     */
    public List<Path> names(int limit) throws IOException {
        List<Path> names = new ArrayList<>();
        int listing = FileCalls.open(descriptor, FileCalls.SAME_DIRECTORY, FLAGS, shown.toString());
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment buffer = arena.allocate(ENTRIES_BYTES, 8);
            int length = FileCalls.entries(listing, buffer, shown.toString());
            while (length > 0 && names.size() <= limit) {
                addNames(buffer.asSlice(0, length), names, limit);
                length = FileCalls.entries(listing, buffer, shown.toString());
            }
        } finally {
            FileCalls.close(listing);
        }
        return names;
    }

    private static void addNames(MemorySegment entries, List<Path> names, int limit) {
        long offset = 0;
        while (offset < entries.byteSize() && names.size() <= limit) {
            int length = Short.toUnsignedInt(entries.get(ValueLayout.JAVA_SHORT_UNALIGNED, offset + LENGTH_OFFSET));
            byte[] name = name(entries.asSlice(offset + NAME_OFFSET, length - NAME_OFFSET));
            if (!isDots(name)) {
                names.add(PathBytes.name(name));
            }
            offset += length;
        }
    }

    private static byte[] name(MemorySegment padded) {
        int length = 0;
        while (padded.get(ValueLayout.JAVA_BYTE, length) != 0) {
            length++;
        }
        return padded.asSlice(0, length).toArray(ValueLayout.JAVA_BYTE);
    }

    private static boolean isDots(byte[] name) {
        return (name.length == 1 || name.length == 2) && name[0] == '.' && name[name.length - 1] == '.';
    }

    /**
     * @param mode permission bits, from which the umask takes some
     * @throws java.nio.file.FileAlreadyExistsException if the name is taken
     */
    public void makeDirectory(Path name, int mode) throws IOException {
        FileCalls.makeDirectory(
                descriptor,
                PathBytes.of(requireName(name)),
                mode,
                shown.resolve(name).toString());
    }

    /** Removes a name that is none of a directory; the file goes with its last name. */
    public void unlink(Path name) throws IOException {
        FileCalls.unlink(
                descriptor,
                PathBytes.of(requireName(name)),
                0,
                shown.resolve(name).toString());
    }

    /**
     * @throws java.nio.file.DirectoryNotEmptyException if it is not empty
     */
    public void removeDirectory(Path name) throws IOException {
        FileCalls.unlink(
                descriptor,
                PathBytes.of(requireName(name)),
                FileCalls.REMOVE_DIRECTORY,
                shown.resolve(name).toString());
    }

    /** Moves an entry within the file system, and replaces what has the new name if that is of the same kind. */
    public void rename(Path name, OpenDirectory to, Path newName) throws IOException {
        rename(name, to, newName, 0);
    }

    /**
     * Moves an entry within the file system.
     *
     * @throws java.nio.file.FileAlreadyExistsException if the new name is taken
     */
    public void renameNew(Path name, OpenDirectory to, Path newName) throws IOException {
        rename(name, to, newName, NO_REPLACE);
    }

    /** Lets two entries, of whatever kinds, change their places in one step. */
    public void exchange(Path name, OpenDirectory with, Path otherName) throws IOException {
        rename(name, with, otherName, EXCHANGE);
    }

    private void rename(Path name, OpenDirectory to, Path newName, int flags) throws IOException {
        FileCalls.rename(
                descriptor,
                PathBytes.of(requireName(name)),
                to.descriptor,
                PathBytes.of(requireName(newName)),
                flags,
                shown.resolve(name).toString());
    }

    /** Gives the directory away; a negative number leaves user or group as it is. */
    public void changeOwner(int user, int group) throws IOException {
        FileCalls.changeOwner(descriptor, user, group, shown.toString());
    }

    public void changeMode(int mode) throws IOException {
        byte[] path = ("/proc/self/fd/" + descriptor).getBytes(StandardCharsets.US_ASCII);
        FileCalls.changeMode(path, mode, shown.toString());
    }

    /** Returns when the names in it are on disk. */
    public void sync() throws IOException {
        FileCalls.sync(descriptor, shown.toString());
    }

    /** A path that means this very directory as long as it is open here, for what Java can do with paths. */
    public Path path() {
        return Path.of("/proc/self/fd/" + descriptor);
    }

    @Override
    public void close() {
        FileCalls.close(descriptor);
    }

    @Override
    public String toString() {
        return shown.toString();
    }

    private static Path requireName(Path name) {
        if (name.getNameCount() != 1 || name.isAbsolute() || name.toString().equals("..")) {
            throw new IllegalArgumentException("'%s' is not the name of a directory's entry".formatted(name));
        }
        return name;
    }
}
