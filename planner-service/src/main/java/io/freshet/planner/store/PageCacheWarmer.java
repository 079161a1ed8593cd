package io.freshet.planner.store;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.management.ManagementFactory;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.rocksdb.AbstractEventListener;
import org.rocksdb.RocksDB;
import org.rocksdb.TableFileCreationInfo;
import org.rocksdb.TableFileDeletionInfo;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps what databases have on disk in the system's page cache, too, by mapping their files into the process's memory. A change among a
 * million instances reads rows that nobody looked at for hours, and a system may long have given their pages away: those that no process
 * has mapped go first, on some (Linux with a DAMON scheme that reclaims) even while memory is free. When it is short, mapped ones go,
 * too, and are read again as any file.
 *
 * <p>Thread-safe. Nobody waits for it: files are mapped one after the other on a thread of its own.
 */
final class PageCacheWarmer extends AbstractEventListener {
    private static final Logger LOG = LoggerFactory.getLogger(PageCacheWarmer.class);

    private static final String TABLES = "*.sst";

    private final long room;
    private final ExecutorService thread = Executors.newSingleThreadExecutor(
            Thread.ofPlatform().daemon().name("resident-files").factory());

    /** Of the thread alone, as is what it has mapped. */
    private final Map<Path, Mapped> files = new HashMap<>();

    /** Those for which there was no room, the first first. */
    private final Set<Path> waiting = new LinkedHashSet<>();

    private long bytes;

    /**
     * @param room how many bytes it maps at most; a file for which there is no room is read as any other, until there is
     */
    PageCacheWarmer(long room) {
        super(EnabledEventCallback.ON_TABLE_FILE_CREATED, EnabledEventCallback.ON_TABLE_FILE_DELETED);
        this.room = room;
    }

    /** With room of half of what the heap leaves of the memory of the machine, or of the container where that has a limit. */
    static PageCacheWarmer besideHeap() {
        // It may be made before the first database is opened, which would load it.
        RocksDB.loadLibrary();
        OperatingSystemMXBean system = ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
        long left = system.getTotalMemorySize() - Runtime.getRuntime().maxMemory();
        return new PageCacheWarmer(Math.max(left, 0) / 2);
    }

    /** After a database was opened there, with this as one of its listeners: what it had before is read, while it is used. */
    void opened(Path directory) {
        thread.execute(() -> mapAll(directory));
    }

    /** After the database was closed. */
    void closed(Path directory) {
        thread.execute(() -> {
            waiting.removeIf(file -> directory.equals(file.getParent()));
            List.copyOf(files.keySet()).stream()
                    .filter(file -> directory.equals(file.getParent()))
                    .forEach(this::unmap);
            mapWaiting();
        });
    }

    @Override
    public void onTableFileCreated(TableFileCreationInfo created) {
        completed(Path.of(created.getFilePath()));
    }

    /** Whole now: what {@link #opened} may have found of it while it was being written was only its beginning. */
    void completed(Path file) {
        thread.execute(() -> {
            unmap(file);
            map(file);
        });
    }

    @Override
    public void onTableFileDeleted(TableFileDeletionInfo deleted) {
        Path file = Path.of(deleted.getFilePath());
        thread.execute(() -> {
            waiting.remove(file);
            unmap(file);
            mapWaiting();
        });
    }

    /** How many bytes are mapped, when all that it was asked for until now is done. */
    CompletableFuture<Long> bytes() {
        return CompletableFuture.supplyAsync(() -> bytes, thread);
    }

    /** After every database that it listens to. */
    @Override
    public void close() {
        thread.close();
        super.close();
    }

    private void mapAll(Path directory) {
        try (DirectoryStream<Path> tables = Files.newDirectoryStream(directory, TABLES)) {
            tables.forEach(this::map);
        } catch (IOException e) {
            LOG.warn("The files in '{}' are not kept in memory", directory, e);
        }
    }

    private void map(Path file) {
        if (files.containsKey(file)) {
            return;
        }
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            long size = channel.size();
            if (bytes + size > room) {
                waiting.add(file);
                return;
            }
            waiting.remove(file);
            Arena arena = Arena.ofShared();
            MemorySegment contents = channel.map(FileChannel.MapMode.READ_ONLY, 0, size, arena);
            files.put(file, new Mapped(size, arena));
            bytes += size;
            contents.load();
        } catch (NoSuchFileException e) {
            LOG.debug("'{}' was deleted before it was mapped", file, e);
        } catch (IOException e) {
            LOG.warn("'{}' is not kept in memory", file, e);
        }
    }

    private void unmap(Path file) {
        Mapped mapped = files.remove(file);
        if (mapped != null) {
            bytes -= mapped.size();
            mapped.arena().close();
        }
    }

    /** There is room again: what compaction has written comes before it deletes what it has read. */
    private void mapWaiting() {
        List.copyOf(waiting).forEach(this::map);
    }

    /** Unmapped when its arena is closed. */
    private record Mapped(long size, Arena arena) {}
}
