package io.freshet.launcher.dataplane;

import io.freshet.contracts.data.Fingerprint;
import io.freshet.contracts.data.Sha256;
import io.freshet.servicekit.disk.DurableBatch;
import io.freshet.servicekit.disk.DurableFiles;
import io.freshet.servicekit.disk.FreeSpace;
import io.freshet.servicekit.posix.FileStatus;
import io.freshet.servicekit.posix.OpenFile;
import io.freshet.servicekit.storage.StorageRoot;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
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
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * File contents by SHA-256: read-only files of ours, named by their hash. Thread-safe, also between processes: everything appears under
 * its name whole, and storing the same content again changes nothing.
 *
 * <p>An object carries its stat record in itself: the microseconds of its modification time are derived from its hash. Whoever writes to
 * it leaves another time behind, so a look at the stat shows whether it has to be hashed again before it is believed.
 */
final class ObjectStore {
    private static final Set<PosixFilePermission> READ_ONLY = PosixFilePermissions.fromString("r--r--r--");
    private static final int MICROS = 1_000_000;
    private static final int BUFFER_BYTES = 256 * 1024;
    private static final byte[] ZEROS = new byte[BUFFER_BYTES];
    private static final Logger LOG = LoggerFactory.getLogger(ObjectStore.class);
    private static final AtomicLong SEQUENCE = new AtomicLong();

    private final StorageRoot root;
    private final Path staging;
    private final DurableFiles files;
    private final FreeSpace space;
    private final CrashPoints crashPoints;

    /**
     * @param launcher whose name no other launcher on this storage root has: its staging directory is its own, and what is found there is
     *     left over from its death
     * @param space asked before a content is copied, and while it is
     */
    ObjectStore(StorageRoot root, String launcher, DurableFiles files, FreeSpace space, CrashPoints crashPoints)
            throws IOException {
        this.root = root;
        this.staging = root.staging().resolve(launcher);
        this.files = files;
        this.space = space;
        this.crashPoints = crashPoints;
        FileTrees.delete(staging);
        files.createDirectories(staging);
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
     * Makes a file an object as soon as the batch is committed; it stays another name of it. It has to be ours, and nobody else may be able
     * to write to it.
     */
    void store(Path file, Fingerprint hash, long bytes, DurableBatch batch) throws IOException {
        Path object = root.object(hash);
        if (find(hash, bytes).isPresent()) {
            batch.keep(object);
            return;
        }
        files.createParent(object);
        seal(file, hash);
        crashPoints.reach("object linked " + hash.brief());
        batch.link(file, object);
    }

    /** Makes a copy that lies in the staging directory an object as soon as the batch is committed; it is gone from there then. */
    void storeCopy(Path staged, Fingerprint hash, long bytes, DurableBatch batch) throws IOException {
        Path object = root.object(hash);
        if (find(hash, bytes).isPresent()) {
            batch.keep(object);
            return;
        }
        files.createParent(object);
        seal(staged, hash);
        crashPoints.reach("object copied " + hash.brief());
        batch.rename(staged, object);
    }

    /**
     * A content and its identity.
     *
     * @param hash of what was read
     * @param bytes how much that was
     */
    record Content(Fingerprint hash, long bytes) {}

    /** Reads a regular file. */
    Content hash(OpenFile file) throws IOException {
        MessageDigest digest = Sha256.digest();
        try (FileChannel in = file.channel(StandardOpenOption.READ)) {
            long bytes = 0;
            ByteBuffer buffer = ByteBuffer.allocate((int) Math.min(BUFFER_BYTES, in.size() + 1));
            for (int read = in.read(buffer.clear()); read >= 0; read = in.read(buffer.clear())) {
                bytes += read;
                digest.update(buffer.flip());
            }
            return new Content(Sha256.finish(digest.digest()), bytes);
        }
    }

    /** Whether a file is the object of that content, under another name. */
    boolean isObject(OpenFile file, Fingerprint hash) throws IOException {
        try (OpenFile object = OpenFile.find(root.object(hash))) {
            return object.status().isSameFile(file.status());
        } catch (NoSuchFileException e) {
            return false;
        }
    }

    /** Takes a copy of a regular file; what was copied is what was hashed. */
    Content copyAside(OpenFile file, Path copy) throws IOException {
        return copyHashing(file, copy);
    }

    /**
     * Takes a copy of a file that belongs to somebody else.
     *
     * @throws java.nio.file.FileSystemException if it is no regular file
     * @return whether its content is what it was said to be
     */
    boolean copy(OpenFile file, Fingerprint expected) throws IOException {
        Path staged = staged();
        try {
            if (!copyHashing(file, staged).hash().equals(expected)) {
                return false;
            }
            seal(staged, expected);
            Path object = root.object(expected);
            files.createParent(object);
            crashPoints.reach("object copied " + expected.brief());
            files.place(staged, object);
            return true;
        } finally {
            Files.deleteIfExists(staged);
        }
    }

    /** Gives the content another name; by copying where the file system has no links left. */
    void place(Path object, Path target) throws IOException {
        try {
            files.disk().link(object, target);
        } catch (FileAlreadyExistsException e) {
            throw e;
        } catch (IOException | UnsupportedOperationException e) {
            placeCopy(object, target);
        }
    }

    /**
     * Copies a content to a new file and hashes what it copies, so that what is used is what its name says.
     *
     * @return false if it is missing, or damaged and now moved aside; then there is no file
     */
    boolean placeVerified(Fingerprint hash, Path target) throws IOException {
        Path object = root.object(hash);
        try (OpenFile file = OpenFile.find(object)) {
            if (copyHashing(file, target).hash().equals(hash)) {
                return true;
            }
        } catch (NoSuchFileException e) {
            return false;
        }
        Files.deleteIfExists(target);
        quarantine(object, hash);
        return false;
    }

    /** Hashes an object, whatever its stat says; a damaged one is moved aside. */
    void check(Fingerprint hash) throws IOException {
        Path object = root.object(hash);
        try {
            if (!Sha256.of(object).equals(hash)) {
                quarantine(object, hash);
            }
        } catch (NoSuchFileException e) {
            // Missing: whoever looks for it will see.
        }
    }

    /** A free name among what is damaged, for what somebody has made of a file. */
    Path damagedName(Path file) {
        return root.damaged()
                .resolve("%s-%d-%d"
                        .formatted(file.getFileName(), ProcessHandle.current().pid(), SEQUENCE.incrementAndGet()));
    }

    /**
     * Gives somebody who could write to the object a copy of it; where the file system can, both share their blocks until then. What is a
     * hole in it stays one.
     */
    void placeCopy(Path object, Path target) throws IOException {
        try (OpenFile file = OpenFile.find(object)) {
            FileStatus status = file.status();
            if (status.allocatedBytes() < status.bytes()) {
                copyHashing(file, target);
            } else {
                copyBlocks(file, target);
            }
        }
        Files.setLastModifiedTime(target, Files.getLastModifiedTime(object));
        Files.setPosixFilePermissions(target, Files.getPosixFilePermissions(object));
    }

    /** A new name in the staging directory. */
    Path staged() {
        return staging.resolve(Long.toString(SEQUENCE.incrementAndGet()));
    }

    private Content copyHashing(OpenFile from, Path to) throws IOException {
        try (Copy copy = new Copy(from, to)) {
            MessageDigest digest = Sha256.digest();
            ByteBuffer buffer = ByteBuffer.allocate(BUFFER_BYTES);
            long bytes = 0;
            for (int read = copy.in.read(buffer.clear()); read >= 0; read = copy.in.read(buffer.clear())) {
                bytes += read;
                digest.update(buffer.flip().duplicate());
                if (isZero(buffer)) {
                    // What is a hole there stays one: a sparse file may be larger than the disk.
                    copy.out.position(bytes);
                } else {
                    copy.written(buffer.remaining());
                    writeAll(buffer, copy.out);
                }
            }
            if (copy.out.size() < bytes) {
                copy.out.position(bytes - 1);
                writeAll(ByteBuffer.allocate(1), copy.out);
            }
            copy.complete();
            return new Content(Sha256.finish(digest.digest()), bytes);
        }
    }

    /** Lets the kernel copy, which shares the blocks where the file system can. */
    private void copyBlocks(OpenFile from, Path to) throws IOException {
        try (Copy copy = new Copy(from, to)) {
            long position = 0;
            long moved;
            do {
                moved = copy.in.transferTo(position, FreeSpace.ASK_EVERY, copy.out);
                position += moved;
                copy.written(moved);
            } while (moved > 0);
            copy.complete();
        }
    }

    /** A copy that is being made; what is not completed is removed. It leaves room on the disk, also when others write to it meanwhile. */
    private final class Copy implements AutoCloseable {
        private final FileChannel in;
        private final FileChannel out;
        private final Path target;
        private long sinceAsked;
        private boolean isComplete;

        Copy(OpenFile from, Path target) throws IOException {
            FileStatus status = from.status();
            space.require(directory(target), Math.min(status.bytes(), status.allocatedBytes()));
            this.target = target;
            this.in = from.channel(StandardOpenOption.READ);
            try {
                this.out = FileChannel.open(target, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
            } catch (IOException e) {
                in.close();
                throw e;
            }
        }

        void written(long bytes) throws IOException {
            sinceAsked += bytes;
            if (sinceAsked >= FreeSpace.ASK_EVERY) {
                sinceAsked = 0;
                space.require(directory(target), 0);
            }
        }

        void complete() {
            isComplete = true;
        }

        @Override
        public void close() throws IOException {
            try (in;
                    out) {
                if (!isComplete) {
                    Files.deleteIfExists(target);
                }
            }
        }

        private static Path directory(Path file) {
            Path directory = file.toAbsolutePath().getParent();
            if (directory == null) {
                throw new IllegalArgumentException("'%s' is no file".formatted(file));
            }
            return directory;
        }
    }

    private static boolean isZero(ByteBuffer buffer) {
        return buffer.mismatch(ByteBuffer.wrap(ZEROS, 0, buffer.remaining())) < 0;
    }

    private static void writeAll(ByteBuffer buffer, FileChannel out) throws IOException {
        while (buffer.hasRemaining()) {
            out.write(buffer);
        }
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
        LOG.atError()
                .addKeyValue("object", hash)
                .addKeyValue("file", object)
                .log("A content is damaged: it was moved aside and counts as missing");
        files.createDirectories(root.damaged());
        files.disk().rename(object, root.damaged().resolve(hash.hex()));
    }
}
