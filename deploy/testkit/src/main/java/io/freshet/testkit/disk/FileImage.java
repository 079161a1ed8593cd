package io.freshet.testkit.disk;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A file's content and what its inode says. */
@SuppressWarnings("ArrayRecordComponent") // never compared as a whole
record FileImage(byte[] content, FileTime modified, Set<PosixFilePermission> permissions) {
    private static final byte[] NOTHING = {};

    static final FileImage EMPTY =
            new FileImage(NOTHING, FileTime.fromMillis(0), PosixFilePermissions.fromString("rw-r--r--"));

    static FileImage of(Path file) throws IOException {
        return new FileImage(
                Files.readAllBytes(file),
                Files.getLastModifiedTime(file, LinkOption.NOFOLLOW_LINKS),
                Files.getPosixFilePermissions(file, LinkOption.NOFOLLOW_LINKS));
    }

    /**
     * What is left of a file.
     *
     * @param written null if it has no name any more
     * @param synced null if it never was
     */
    static FileImage surviving(@Nullable FileImage written, @Nullable FileImage synced, Survival survival) {
        if (written == null) {
            return synced == null ? EMPTY : synced;
        }
        if (synced != null && Arrays.equals(written.content, synced.content)) {
            // Times and permissions may be there without having been synced.
            return survival.hasNames() ? written : synced;
        }
        return switch (survival.content()) {
            case SYNCED -> synced == null ? written.with(NOTHING) : synced;
            case ZEROS -> written.with(zerosAfter(synced, written.content));
            case WRITTEN -> written;
        };
    }

    /** Where a file only grew, what was synced of it stays. */
    private static byte[] zerosAfter(@Nullable FileImage synced, byte[] written) {
        return synced != null && isPrefix(synced.content, written)
                ? Arrays.copyOf(synced.content, written.length)
                : new byte[written.length];
    }

    private static boolean isPrefix(byte[] start, byte[] whole) {
        return start.length <= whole.length && Arrays.equals(start, 0, start.length, whole, 0, start.length);
    }

    private FileImage with(byte[] other) {
        return new FileImage(other, modified, permissions);
    }

    void write(Path file) throws IOException {
        Files.write(file, content);
        Files.setLastModifiedTime(file, modified);
        Files.setPosixFilePermissions(file, permissions);
    }
}
