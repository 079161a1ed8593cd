package io.freshet.scheduler.deployment;

import io.freshet.servicekit.disk.FreeSpace;
import io.freshet.servicekit.disk.TreeDeletion;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The directory in which this scheduler receives and unpacks bundles, so that neither costs memory. What a scheduler that was killed has
 * left in it is removed when the next one begins. Thread-safe.
 */
public final class UploadSpace {
    /** How many uploads there are at a time, received ones included. */
    public static final int MAX_UPLOADS = 8;

    /** How long receiving one may take. */
    public static final Duration RECEIVED_WITHIN = Duration.ofMinutes(5);

    private static final Logger LOG = LoggerFactory.getLogger(UploadSpace.class);

    private final Path directory;
    private final FreeSpace space;
    private final LongSupplier nanoTime;
    private final Semaphore places = new Semaphore(MAX_UPLOADS);
    private final AtomicLong sequence = new AtomicLong();
    private final Set<Path> open = ConcurrentHashMap.newKeySet();

    /**
     * @param directory of this scheduler alone; made when it is needed
     * @param space asked before an upload is received, and while it is
     */
    public UploadSpace(Path directory, FreeSpace space) {
        this(directory, space, System::nanoTime);
    }

    UploadSpace(Path directory, FreeSpace space, LongSupplier nanoTime) {
        this.directory = directory;
        this.space = space;
        this.nanoTime = nanoTime;
    }

    /**
     * Begins an upload, which the caller closes.
     *
     * @throws io.freshet.contracts.api.ProblemException if there are {@value #MAX_UPLOADS} already
     * @throws IOException if the directory cannot be written
     */
    public Upload open() throws IOException {
        if (!places.tryAcquire()) {
            throw Problems.tooManyUploads();
        }
        Path own = directory.resolve(Long.toString(sequence.incrementAndGet()));
        open.add(own);
        try {
            TreeDeletion.delete(own);
            return new Upload(Files.createDirectories(own), space, nanoTime, () -> close(own));
        } catch (IOException e) {
            leave(own);
            throw e;
        }
    }

    /** Removes what belongs to no upload of this scheduler; what cannot be removed is left for the next time. */
    public void sweep() {
        List<Path> found;
        try (Stream<Path> children = Files.list(directory)) {
            found = children.toList();
        } catch (NoSuchFileException e) {
            return;
        } catch (IOException e) {
            warn(directory, e);
            return;
        }
        for (Path upload : found) {
            if (!open.contains(upload)) {
                removeOrWarn(upload);
            }
        }
    }

    private void close(Path upload) {
        try {
            removeOrWarn(upload);
        } finally {
            leave(upload);
        }
    }

    private void leave(Path upload) {
        open.remove(upload);
        places.release();
    }

    private static void removeOrWarn(Path upload) {
        try {
            TreeDeletion.delete(upload);
        } catch (IOException e) {
            warn(upload, e);
        }
    }

    private static void warn(Path path, IOException cause) {
        LOG.atWarn()
                .addKeyValue("directory", path)
                .setCause(cause)
                .log("What is left of an upload cannot be removed: it will be tried again");
    }
}
