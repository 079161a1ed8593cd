package io.freshet.servicekit.posix;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.time.Instant;

/**
 * What the kernel knows of a file, as of {@code statx(2)}, links not followed.
 *
 * @param device together with {@code inode} the identity of the file while it exists
 * @param mode permission bits with set-user-ID, set-group-ID and sticky
 * @param links how many names it has
 * @param user its owner's number
 * @param group its group's number
 * @param bytes its length
 * @param allocatedBytes what it takes on disk: less than {@code bytes} where it has holes
 * @param modified when its content changed last; whoever may write it can say otherwise
 * @param changed when anything of it changed last, by the kernel's clock
 */
public record FileStatus(
        Kind kind,
        long device,
        long inode,
        int mode,
        int links,
        int user,
        int group,
        long bytes,
        long allocatedBytes,
        Instant modified,
        Instant changed) {
    /** Bytes of the structure, which is the same on every architecture. */
    static final int STRUCTURE_BYTES = 256;

    private static final int BLOCK_BYTES = 512;
    private static final int TYPE = 0170000;

    /** What sort of file it is. */
    public enum Kind {
        REGULAR,
        DIRECTORY,
        SYMBOLIC_LINK,
        FIFO,
        SOCKET,
        DEVICE
    }

    public boolean isRegular() {
        return kind == Kind.REGULAR;
    }

    public boolean isDirectory() {
        return kind == Kind.DIRECTORY;
    }

    /** Whether both are of one and the same file, under whatever names. */
    public boolean isSameFile(FileStatus other) {
        return device == other.device && inode == other.inode;
    }

    static FileStatus of(MemorySegment statx) {
        int mode = Short.toUnsignedInt(statx.get(ValueLayout.JAVA_SHORT, 28));
        return new FileStatus(
                kind(mode & TYPE),
                (long) statx.get(ValueLayout.JAVA_INT, 136) << 32 | statx.get(ValueLayout.JAVA_INT, 140),
                statx.get(ValueLayout.JAVA_LONG, 32),
                mode & ~TYPE,
                statx.get(ValueLayout.JAVA_INT, 16),
                statx.get(ValueLayout.JAVA_INT, 20),
                statx.get(ValueLayout.JAVA_INT, 24),
                statx.get(ValueLayout.JAVA_LONG, 40),
                statx.get(ValueLayout.JAVA_LONG, 48) * BLOCK_BYTES,
                time(statx, 112),
                time(statx, 96));
    }

    private static Instant time(MemorySegment statx, int offset) {
        return Instant.ofEpochSecond(
                statx.get(ValueLayout.JAVA_LONG, offset), statx.get(ValueLayout.JAVA_INT, offset + 8));
    }

    private static Kind kind(int type) {
        return switch (type) {
            case 0100000 -> Kind.REGULAR;
            case 0040000 -> Kind.DIRECTORY;
            case 0120000 -> Kind.SYMBOLIC_LINK;
            case 0010000 -> Kind.FIFO;
            case 0140000 -> Kind.SOCKET;
            default -> Kind.DEVICE;
        };
    }
}
