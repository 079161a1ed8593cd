package io.freshet.testkit;

import io.freshet.embedded.DirectoryLock;
import io.freshet.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A directory of this JVM's own for servers' data, deleted when the JVM ends. A JVM that is killed cannot delete its
 * directory: the next one does, and stops what the killed one left running there.
 */
final class Scratch implements AutoCloseable {

    static final String POSTGRES = "postgres";

    private static final Path ROOT = Path.of(System.getProperty("java.io.tmpdir"));
    static final String PREFIX = "freshet-testkit-";
    private static final Duration NEW = Duration.ofMinutes(1);
    private final Path directory;
    private final DirectoryLock lock;

    private Scratch(Path directory, DirectoryLock lock) {
        this.directory = directory;
        this.lock = lock;
    }

    /** This JVM's directory. */
    static Path directory() {
        return Holder.SHARED.directory;
    }

    @Override
    public void close() throws IOException {
        inTurn(ROOT, () -> {
            lock.close();
            delete(directory);
        });
    }

    private static Scratch create() {
        try {
            sweep(ROOT, NEW);
            Path directory = Files.createTempDirectory(ROOT, PREFIX);
            Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxr-xr-x"));
            return new Scratch(directory, DirectoryLock.tryAcquire(directory).orElseThrow());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Deletes what killed JVMs have left; what is younger may be about to be locked. */
    static void sweep(Path root, Duration young) throws IOException {
        inTurn(root, () -> {
            for (Path left : left(root, young)) {
                sweep(left);
            }
        });
    }

    /** JVMs of a user delete one after the other, so that none finds half of what another is deleting. */
    private static void inTurn(Path root, Deletion deletion) throws IOException {
        Path file = root.resolve("." + PREFIX + System.getProperty("user.name"));
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            channel.lock();
            deletion.run();
        }
    }

    private static void sweep(Path left) throws IOException {
        Optional<DirectoryLock> lock = DirectoryLock.tryAcquire(left);
        if (lock.isPresent()) {
            EmbeddedPostgres.stopOrphan(left.resolve(POSTGRES));
            lock.get().close();
            delete(left);
        }
    }

    private static List<Path> left(Path root, Duration young) throws IOException {
        FileTime settled = FileTime.from(Instant.now().minus(young));
        try (Stream<Path> children = Files.list(root)) {
            return children.filter(child -> child.getFileName().toString().startsWith(PREFIX))
                    .filter(Files::isWritable)
                    .filter(child -> modified(child).compareTo(settled) < 0)
                    .toList();
        }
    }

    private static FileTime modified(Path file) {
        try {
            return Files.getLastModifiedTime(file);
        } catch (IOException gone) {
            return FileTime.from(Instant.MAX);
        }
    }

    private static void delete(Path directory) throws IOException {
        try (Stream<Path> tree = Files.walk(directory)) {
            for (Path path : tree.toList().reversed()) {
                Files.deleteIfExists(path);
            }
        }
    }

    @FunctionalInterface
    private interface Deletion {
        void run() throws IOException;
    }

    private static final class Holder {
        static final Scratch SHARED = JvmLifetime.closeAtEnd(create());
    }
}
