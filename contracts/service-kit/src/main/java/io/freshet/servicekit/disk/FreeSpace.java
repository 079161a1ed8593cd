package io.freshet.servicekit.disk;

import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Keeps a part of each file system free: for the small records that say what was done, and for whoever shares it. Whoever is about to write
 * something of any size asks first, and one that writes much asks again on the way. Thread-safe; nothing is set aside for who asked, so what
 * is written at the same time may go into the reserve by as much as lies between two questions of each.
 */
public final class FreeSpace {
    /** How much may be written between two questions, in bytes. */
    public static final long ASK_EVERY = 16L << 20;

    /** Of a file system, without a setting: a twentieth, and at most {@link #MAX_RESERVE}. */
    private static final int RESERVED_PART = 20;

    /** The largest reserve without a setting, in bytes. */
    public static final long MAX_RESERVE = 2L << 30;

    private static final String[] UNITS = {"bytes", "KiB", "MiB", "GiB", "TiB", "PiB"};

    private final FileSystems fileSystems;
    private final @Nullable Long reserve;

    /** What a file system says of itself, asked by a path that exists on it. */
    public interface FileSystems {
        /** The machine's own. */
        FileSystems LOCAL = new FileSystems() {
            @Override
            public long totalBytes(Path path) {
                return path.toFile().getTotalSpace();
            }

            @Override
            public long usableBytes(Path path) {
                return path.toFile().getUsableSpace();
            }
        };

        /** How large it is; 0 if it does not say. */
        long totalBytes(Path path);

        /** How much this process may still write to it. */
        long usableBytes(Path path);
    }

    /**
     * @param reserve how many bytes stay free; 0 for none; null for a twentieth of each file system, and at most {@link #MAX_RESERVE}
     */
    public FreeSpace(FileSystems fileSystems, @Nullable Long reserve) {
        if (reserve != null && reserve < 0) {
            throw new IllegalArgumentException("freshet.storage.reserve: must not be negative");
        }
        this.fileSystems = fileSystems;
        this.reserve = reserve;
    }

    /** One that keeps nothing free: everything may be written until the disk is full. */
    public static FreeSpace withoutReserve() {
        return new FreeSpace(FileSystems.LOCAL, 0L);
    }

    /**
     * Returns if so many more bytes may be written.
     *
     * @param directory that exists, and where they are to be written
     * @throws OutOfSpaceException if less than the reserve would be left
     */
    public void require(Path directory, long bytes) throws OutOfSpaceException {
        Optional<String> shortage = shortage(directory, bytes);
        if (shortage.isPresent()) {
            throw new OutOfSpaceException(shortage.get());
        }
    }

    /** What is to be done, and why, if the reserve is touched; empty if it is not, or nobody can say. */
    public Optional<String> shortage(Path directory) {
        return shortage(directory, 0);
    }

    private Optional<String> shortage(Path directory, long bytes) {
        long total = fileSystems.totalBytes(directory);
        if (total <= 0) {
            return Optional.empty();
        }
        long kept = reserve == null ? Math.min(MAX_RESERVE, total / RESERVED_PART) : reserve;
        long usable = fileSystems.usableBytes(directory);
        if (kept == 0 || usable - kept >= bytes) {
            return Optional.empty();
        }
        String needed = bytes == 0 ? "" : ", and %s are needed".formatted(text(bytes));
        return Optional.of(
                "the disk is almost full: the file system of '%s' has %s free, of which %s are kept in reserve%s; free some space, and it goes on by itself"
                        .formatted(directory, text(usable), text(kept), needed));
    }

    private static String text(long bytes) {
        double value = bytes;
        int unit = 0;
        while (value >= 1024 && unit < UNITS.length - 1) {
            value /= 1024;
            unit++;
        }
        return unit == 0 ? bytes + " bytes" : String.format(Locale.ROOT, "%.1f %s", value, UNITS[unit]);
    }
}
