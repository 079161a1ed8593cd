package io.freshet.watcher.watch;

import io.freshet.contracts.data.RelativePath;
import io.freshet.contracts.id.DatasetRef;
import io.freshet.watcher.domain.FileStamp;
import io.freshet.watcher.domain.ScanReason;
import io.freshet.watcher.notify.FileEvent;
import io.freshet.watcher.notify.FileEventQueue;
import io.freshet.watcher.scan.DatasetDirectory;
import io.freshet.watcher.scan.FileContent;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.FutureTask;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads the large files of a dataset, one after the other, on a thread beside that of the watch: a file of some hundred gigabytes, or one
 * that only says it has as much, takes minutes, in which the other files are to be looked at. For one thread, which learns by a notice
 * when to ask again.
 */
final class LargeReads implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(LargeReads.class);

    /** A file of this size or more is read here; what is smaller takes less than a second. */
    static final long LEAST_BYTES = 64L * 1024 * 1024;

    private static final int IDLE_SECONDS = 10;

    private final DatasetRef dataset;
    private final DatasetDirectory directory;
    private final FileEventQueue notices;
    private final InstantSource clock;
    private final Map<RelativePath, Reading> readings = new HashMap<>();
    private final ExecutorService thread;

    private record Reading(FileStamp stamp, FutureTask<FileContent> content) {}

    LargeReads(DatasetRef dataset, DatasetDirectory directory, FileEventQueue notices, InstantSource clock) {
        this.dataset = dataset;
        this.directory = directory;
        this.notices = notices;
        this.clock = clock;
        // One that waits for nobody is not kept.
        this.thread = new ThreadPoolExecutor(
                0,
                1,
                IDLE_SECONDS,
                TimeUnit.SECONDS,
                new LinkedBlockingQueue<>(),
                Thread.ofPlatform().name("freshet-read-" + dataset).daemon().factory());
    }

    /**
     * The content of a file, once it has been read; if it has not been, that is begun.
     *
     * @param stamp of the file now; what was read under another one does not count
     * @return empty until a notice of the file says to ask again
     */
    Optional<FileContent> content(RelativePath path, FileStamp stamp) {
        keepOnly(path, stamp);
        Reading reading = readings.get(path);
        if (reading == null) {
            LOG.atInfo()
                    .addKeyValue("dataset", dataset)
                    .addKeyValue("path", path)
                    .addKeyValue("bytes", stamp.bytes())
                    .log("A large file is read beside the others; its partition waits for it");
            FutureTask<FileContent> task = new FutureTask<>(() -> FileContent.read(directory, path, clock)) {
                @Override
                protected void done() {
                    notices.add(new FileEvent.File(directory.resolve(path), ScanReason.SCANNED));
                }
            };
            readings.put(path, new Reading(stamp, task));
            thread.execute(task);
            return Optional.empty();
        }
        if (!reading.content().isDone()) {
            return Optional.empty();
        }
        readings.remove(path);
        return Optional.of(reading.content().resultNow());
    }

    /** A file is as the stamp says, so that what is read of it as it was before is not wanted any more. */
    void keepOnly(RelativePath path, FileStamp stamp) {
        Reading reading = readings.get(path);
        if (reading != null && !reading.stamp().equals(stamp)) {
            drop(path);
        }
    }

    /** Nobody wants the content of a file any more. */
    void drop(RelativePath path) {
        Reading reading = readings.remove(path);
        if (reading != null) {
            reading.content().cancel(true);
        }
    }

    @Override
    public void close() {
        thread.shutdownNow();
    }
}
