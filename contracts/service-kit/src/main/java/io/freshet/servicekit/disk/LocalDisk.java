package io.freshet.servicekit.disk;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** The machine's own file systems. */
public final class LocalDisk implements Disk {
    public static final Disk SYNCED = new LocalDisk(true);

    /** Without waiting for the device: what was done outlives the process, but not a power failure. */
    public static final Disk UNSYNCED = new LocalDisk(false);

    /**
     * From how many on one syncfs(2) is cheaper. It also waits for what others have written to the same file system, so it is not used for
     * the few files of a usual attempt.
     */
    private static final int MANY = 32;

    private static final int SYNC_THREADS = 16;
    private static final Duration IDLE = Duration.ofSeconds(30);
    private static final ExecutorService SYNCERS = syncers();

    private final boolean syncs;

    private LocalDisk(boolean syncs) {
        this.syncs = syncs;
    }

    private static ExecutorService syncers() {
        ThreadPoolExecutor threads = new ThreadPoolExecutor(
                SYNC_THREADS,
                SYNC_THREADS,
                IDLE.toSeconds(),
                TimeUnit.SECONDS,
                new LinkedBlockingQueue<>(),
                Thread.ofPlatform().daemon().name("freshet-sync-", 0).factory());
        threads.allowCoreThreadTimeOut(true);
        return threads;
    }

    @Override
    public void write(Path file, byte[] content) throws IOException {
        Files.write(file, content);
    }

    @Override
    public void write(Path file, long offset, byte[] content) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            ByteBuffer rest = ByteBuffer.wrap(content);
            while (rest.hasRemaining()) {
                channel.write(rest, offset + rest.position());
            }
        }
    }

    @Override
    public void copy(Path from, Path to) throws IOException {
        Files.copy(from, to, LinkOption.NOFOLLOW_LINKS);
    }

    @Override
    public void sync(Path path) throws IOException {
        if (syncs) {
            try (FileChannel channel =
                    FileChannel.open(path, Set.of(StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS))) {
                channel.force(true);
            }
        }
    }

    @Override
    public void sync(Collection<Path> paths) throws IOException {
        Set<Path> each = new LinkedHashSet<>(paths);
        if (syncs && each.size() >= MANY && SyncFs.IS_AVAILABLE) {
            SyncFs.sync(each);
        } else {
            syncTogether(List.copyOf(each));
        }
    }

    /** A device, and a journaling file system above all, takes several that come at once in the time of one. */
    private void syncTogether(List<Path> paths) throws IOException {
        List<Future<?>> others = paths.stream()
                .skip(1)
                .<Future<?>>map(path -> SYNCERS.submit(() -> {
                    sync(path);
                    return null;
                }))
                .toList();
        IOException failure = null;
        try {
            if (!paths.isEmpty()) {
                sync(paths.getFirst());
            }
        } catch (IOException e) {
            failure = e;
        }
        for (Future<?> other : others) {
            failure = outcome(other, failure);
        }
        if (failure != null) {
            throw failure;
        }
    }

    private static @Nullable IOException outcome(Future<?> sync, @Nullable IOException before) {
        try {
            sync.get();
            return before;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return before == null ? new InterruptedIOException("waiting for the device was interrupted") : before;
        } catch (ExecutionException e) {
            return switch (e.getCause()) {
                case IOException failure -> failure;
                case null -> new IOException(e);
                case RuntimeException fault -> throw fault;
                case Error fault -> throw fault;
                default -> new IOException(e.getCause());
            };
        }
    }

    @Override
    public void rename(Path from, Path to) throws IOException {
        Files.move(from, to, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    @Override
    public void link(Path existing, Path name) throws IOException {
        Files.createLink(name, existing);
    }

    @Override
    public boolean delete(Path path) throws IOException {
        return Files.deleteIfExists(path);
    }

    @Override
    public void createDirectory(Path directory) throws IOException {
        Files.createDirectory(directory);
    }
}
