package io.freshet.scheduler.deployment;

import io.freshet.language.bundle.Bundle;
import io.freshet.servicekit.disk.FreeSpace;
import io.freshet.servicekit.disk.OutOfSpaceException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongSupplier;

/** A bundle on its way in, with a directory that is removed when it is closed. Not thread-safe. */
public final class Upload implements AutoCloseable {
    private static final int BUFFER_BYTES = 64 * 1024;

    private final Path directory;
    private final FreeSpace space;
    private final LongSupplier nanoTime;
    private final Runnable end;
    private final AtomicBoolean closed = new AtomicBoolean();

    Upload(Path directory, FreeSpace space, LongSupplier nanoTime, Runnable end) {
        this.directory = directory;
        this.space = space;
        this.nanoTime = nanoTime;
        this.end = end;
    }

    /** The archive as it came. */
    Path archive() {
        return directory.resolve("archive");
    }

    /** A new directory for what is in the archive. */
    Path contents() throws IOException {
        return Files.createDirectory(directory.resolve("contents"));
    }

    /** Where a bundle of the archive is packed anew. */
    Path zip(int number) {
        return directory.resolve("bundle-%d.zip".formatted(number));
    }

    /**
     * Receives the archive, to its end or to its bounds: of size ({@link Bundle#MAX_BYTES}) and of time
     * ({@link UploadSpace#RECEIVED_WITHIN}). The time is looked at whenever something arrives; that something does is what the server's
     * read timeout sees to.
     *
     * @param body closed in the end
     * @throws io.freshet.contracts.api.ProblemException if it is too large or too slow, or the disk is almost full
     * @throws IOException if the sender is gone, or the directory cannot be written
     */
    public void receive(InputStream body) throws IOException {
        long begin = nanoTime.getAsLong();
        long received = 0;
        long asked = 0;
        requireSpace();
        byte[] buffer = new byte[BUFFER_BYTES];
        try (body;
                OutputStream output = Files.newOutputStream(archive())) {
            for (int n = body.read(buffer); n >= 0; n = body.read(buffer)) {
                received += n;
                if (received > Bundle.MAX_BYTES) {
                    throw Problems.archiveTooLarge();
                }
                if (nanoTime.getAsLong() - begin > UploadSpace.RECEIVED_WITHIN.toNanos()) {
                    throw Problems.uploadTooSlow();
                }
                if (received - asked >= FreeSpace.ASK_EVERY) {
                    asked = received;
                    requireSpace();
                }
                output.write(buffer, 0, n);
            }
        }
    }

    private void requireSpace() {
        try {
            space.require(directory, 0);
        } catch (OutOfSpaceException e) {
            throw Problems.diskAlmostFull(String.valueOf(e.getMessage()));
        }
    }

    @Override
    public void close() {
        if (closed.compareAndSet(false, true)) {
            end.run();
        }
    }
}
