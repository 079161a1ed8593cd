package io.freshet.launcher.dataplane;

import io.freshet.contracts.data.Fingerprint;
import io.freshet.contracts.data.Sha256;
import io.freshet.contracts.data.StorageRoot;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * File contents by SHA-256: read-only files of ours, named by their hash. Thread-safe, also between processes: everything appears under
 * its name whole, and storing the same content again changes nothing.
 *
 * <p>An object carries its stat record in itself: the microseconds of its modification time are derived from its hash. Whoever writes to
 * it leaves another time behind, so a look at the stat tells whether it has to be hashed again before it is believed.
 */
final class ObjectStore {
    private static final Set<PosixFilePermission> READ_ONLY = PosixFilePermissions.fromString("r--r--r--");
    private static final String OWNER = "unix:uid";
    private static final int MICROS = 1_000_000;
    private static final int BUFFER_BYTES = 256 * 1024;
    private static final AtomicLong SEQUENCE = new AtomicLong();

    private final StorageRoot root;
    private final Path staging;
    private final CrashPoints crashPoints;
    private final Object ourselves;

    /**
     * @param launcher whose name no other launcher on this storage root has: its staging directory is its own, and what is found there is
     *     left over from its death
     */
    ObjectStore(StorageRoot root, String launcher, CrashPoints crashPoints) throws IOException {
        this.root = root;
        this.staging = root.staging().resolve(launcher);
        this.crashPoints = crashPoints;
        Trees.delete(staging);
        Files.createDirectories(staging);
        this.ourselves = owner(staging);
    }

    /** Where the object is, if it is there and still what its name says; a damaged one is moved aside and counts as missing. */
    Optional<Path> find(Fingerprint hash, long bytes) throws IOException {
        Path object = root.object(hash);
        try {
            BasicFileAttributes stat =
                    Files.readAttributes(object, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
            if (stat.isRegularFile()
                    && stat.size() == bytes
                    && stat.lastModifiedTime().to(TimeUnit.MICROSECONDS) % MICROS == signature(hash)) {
                return Optional.of(object);
            }
            if (stat.isRegularFile() && Sha256.of(object).equals(hash)) {
                seal(object, hash);
                return Optional.of(object);
            }
            quarantine(object, hash);
            return Optional.empty();
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
    }

    /**
     * Makes a file that a task wrote, and that nobody writes to any more, an object; the file stays where it is. If it is ours or can be
     * made ours, the object is another name of it. Else, in a launcher that is not root, it is a copy: only its owner may protect a file,
     * and the kernel lets nobody else link it ({@code fs.protected_hardlinks}).
     */
    void store(Path file, Fingerprint hash, long bytes) throws IOException {
        if (find(hash, bytes).isPresent()) {
            return;
        }
        if (makeOurs(file)) {
            Path object = root.object(hash);
            Files.createDirectories(object.getParent());
            seal(file, hash);
            crashPoints.reach("object linked " + hash.brief());
            try {
                Files.createLink(object, file);
            } catch (FileAlreadyExistsException e) {
                // Another attempt stored the same content in this moment.
            }
        } else {
            Path staged = staged();
            try {
                // The kernel copies, and shares the blocks where the file system can.
                Files.copy(file, staged);
                keep(staged, hash);
            } finally {
                Files.deleteIfExists(staged);
            }
        }
    }

    private void keep(Path staged, Fingerprint hash) throws IOException {
        seal(staged, hash);
        Path object = root.object(hash);
        Files.createDirectories(object.getParent());
        crashPoints.reach("object copied " + hash.brief());
        Files.move(staged, object, StandardCopyOption.ATOMIC_MOVE);
    }

    private boolean makeOurs(Path file) throws IOException {
        if (owner(file).equals(ourselves)) {
            return true;
        }
        try {
            Files.setAttribute(file, OWNER, ourselves, LinkOption.NOFOLLOW_LINKS);
            return true;
        } catch (FileSystemException e) {
            return false;
        }
    }

    private static Object owner(Path file) throws IOException {
        return Files.getAttribute(file, OWNER, LinkOption.NOFOLLOW_LINKS);
    }

    /**
     * Takes a copy of a file that belongs to somebody else.
     *
     * @return whether its content is what it was said to be
     */
    boolean copy(Path file, Fingerprint expected) throws IOException {
        Path staged = staged();
        try {
            if (!copyHashing(file, staged).equals(expected)) {
                return false;
            }
            keep(staged, expected);
            return true;
        } finally {
            Files.deleteIfExists(staged);
        }
    }

    /** Gives the content another name; by copying where the file system has no links left. */
    void place(Path object, Path target) throws IOException {
        try {
            Files.createLink(target, object);
        } catch (FileAlreadyExistsException e) {
            throw e;
        } catch (IOException | UnsupportedOperationException e) {
            Files.copy(object, target, StandardCopyOption.COPY_ATTRIBUTES);
        }
    }

    /** A new name in the staging directory. */
    Path staged() {
        return staging.resolve(Long.toString(SEQUENCE.incrementAndGet()));
    }

    private static Fingerprint copyHashing(Path from, Path to) throws IOException {
        MessageDigest digest = Sha256.digest();
        ByteBuffer buffer = ByteBuffer.allocate(BUFFER_BYTES);
        try (FileChannel in = FileChannel.open(from, Set.of(StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS));
                FileChannel out = FileChannel.open(to, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            while (in.read(buffer.clear()) >= 0) {
                digest.update(buffer.flip().duplicate());
                while (buffer.hasRemaining()) {
                    out.write(buffer);
                }
            }
        }
        return Sha256.finish(digest.digest());
    }

    private static void seal(Path file, Fingerprint hash) throws IOException {
        Instant modified = Files.getLastModifiedTime(file).toInstant();
        Files.setLastModifiedTime(
                file, FileTime.from(Instant.ofEpochSecond(modified.getEpochSecond(), signature(hash) * 1000L)));
        Files.setPosixFilePermissions(file, READ_ONLY);
    }

    private static int signature(Fingerprint hash) {
        return Integer.parseInt(hash.hex().substring(0, 7), 16) % MICROS;
    }

    private void quarantine(Path object, Fingerprint hash) throws IOException {
        Path damaged = root.internal().resolve("damaged");
        Files.createDirectories(damaged);
        Files.move(object, damaged.resolve(hash.hex()), StandardCopyOption.REPLACE_EXISTING);
    }
}
