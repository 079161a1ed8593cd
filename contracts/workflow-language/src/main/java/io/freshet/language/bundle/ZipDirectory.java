package io.freshet.language.bundle;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The directory at the end of a zip archive, which alone says what kind of file an entry was: to a reader of the stream, a symbolic link is
 * a file whose content is the link's target.
 */
final class ZipDirectory {
    private static final int END_SIGNATURE = 0x06054b50;
    private static final int END_BYTES = 22;
    /** As long as the format lets a comment be. */
    private static final int COMMENT_BYTES = 0xffff;

    private static final int ENTRY_SIGNATURE = 0x02014b50;
    private static final int ENTRY_BYTES = 46;
    private static final int UNIX = 3;
    private static final int KIND = 0xf000;
    private static final int REGULAR = 0x8000;
    private static final int DIRECTORY = 0x4000;

    private ZipDirectory() {}

    /** The name of the first entry that is neither a file nor a directory; empty if there is none, or the archive has no directory. */
    static Optional<String> firstSpecial(Path archive) throws IOException {
        long size = Files.size(archive);
        int tailBytes = (int) Math.min(size, END_BYTES + COMMENT_BYTES);
        byte[] tail;
        try (InputStream input = Files.newInputStream(archive)) {
            input.skipNBytes(size - tailBytes);
            tail = input.readNBytes(tailBytes);
        }
        ByteBuffer end = ByteBuffer.wrap(tail).order(ByteOrder.LITTLE_ENDIAN);
        for (int at = tail.length - END_BYTES; at >= 0; at--) {
            if (end.getInt(at) == END_SIGNATURE) {
                long directoryBytes = Integer.toUnsignedLong(end.getInt(at + 12));
                return firstSpecial(archive, size - tailBytes + at - directoryBytes);
            }
        }
        return Optional.empty();
    }

    private static Optional<String> firstSpecial(Path archive, long from) throws IOException {
        if (from < 0) {
            return Optional.empty();
        }
        try (InputStream input = new BufferedInputStream(Files.newInputStream(archive))) {
            input.skipNBytes(from);
            while (true) {
                byte[] fields = input.readNBytes(ENTRY_BYTES);
                ByteBuffer entry = ByteBuffer.wrap(fields).order(ByteOrder.LITTLE_ENDIAN);
                if (fields.length < ENTRY_BYTES || entry.getInt(0) != ENTRY_SIGNATURE) {
                    return Optional.empty();
                }
                byte[] name = input.readNBytes(Short.toUnsignedInt(entry.getShort(28)));
                if (isSpecial(entry)) {
                    return Optional.of(new String(name, StandardCharsets.UTF_8));
                }
                input.skipNBytes(
                        Short.toUnsignedInt(entry.getShort(30)) + (long) Short.toUnsignedInt(entry.getShort(32)));
            }
        } catch (EOFException e) {
            return Optional.empty();
        }
    }

    private static boolean isSpecial(ByteBuffer entry) {
        int kind = (entry.getInt(38) >>> 16) & KIND;
        return entry.get(5) == UNIX && kind != 0 && kind != REGULAR && kind != DIRECTORY;
    }
}
