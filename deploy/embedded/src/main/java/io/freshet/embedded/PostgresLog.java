package io.freshet.embedded;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a server prints, in a file of at most {@value #LIMIT_BYTES} bytes; the file before it is kept as {@code .1}, none
 * before that. A server that outlives this JVM goes on without a log. Thread-safe.
 */
final class PostgresLog {

    static final long LIMIT_BYTES = 8L * 1024 * 1024;
    private static final Logger LOG = LoggerFactory.getLogger(PostgresLog.class);
    private static final int TAIL_BYTES = 2_000;
    private static final int BUFFER_BYTES = 8 * 1024;
    /** How long the last words of a server that has ended are awaited. */
    private static final Duration LAST_WORDS = Duration.ofSeconds(2);

    private static final Duration LONGEST_WRITING = Duration.ofSeconds(20);

    private final Path file;
    private final Thread reader;
    /** The last bytes of this server, not of one before. */
    private final byte[] last = new byte[TAIL_BYTES];

    private long read;
    private boolean written = true;

    private PostgresLog(InputStream output, Path file) {
        this.file = file;
        this.reader = Thread.ofPlatform().daemon().name("postgres-log").unstarted(() -> copy(output));
    }

    /** Reads a stream to its end, in the background. */
    static PostgresLog follow(InputStream output, Path file) {
        PostgresLog log = new PostgresLog(output, file);
        log.reader.start();
        return log;
    }

    /** Returns when all that a server has printed that has ended is in the file, which is not touched afterwards. */
    void awaitEnd() {
        await(LONGEST_WRITING);
    }

    private void await(Duration limit) {
        try {
            reader.join(limit);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** The end of what this server has printed so far. */
    String tail() {
        await(LAST_WORDS);
        synchronized (this) {
            int kept = (int) Math.min(read, TAIL_BYTES);
            byte[] tail = new byte[kept];
            for (int i = 0; i < kept; i++) {
                tail[i] = last[(int) ((read - kept + i) % TAIL_BYTES)];
            }
            return new String(tail, StandardCharsets.UTF_8).strip();
        }
    }

    private void copy(InputStream output) {
        byte[] buffer = new byte[BUFFER_BYTES];
        try (output) {
            for (int bytes = output.read(buffer); bytes >= 0; bytes = output.read(buffer)) {
                remember(buffer, bytes);
                write(buffer, bytes);
            }
        } catch (IOException e) {
            LOG.atWarn().addKeyValue("file", file).setCause(e).log("PostgreSQL's output cannot be read any more");
        }
    }

    private synchronized void remember(byte[] buffer, int bytes) {
        for (int i = 0; i < bytes; i++) {
            last[(int) ((read + i) % TAIL_BYTES)] = buffer[i];
        }
        read += bytes;
    }

    /** A full disk must not stop the reading: the server would wait for ever to be read. */
    private void write(byte[] buffer, int bytes) {
        try {
            if (Files.exists(file) && Files.size(file) + bytes > LIMIT_BYTES) {
                Files.move(
                        file,
                        file.resolveSibling(file.getFileName() + ".1"),
                        StandardCopyOption.REPLACE_EXISTING,
                        StandardCopyOption.ATOMIC_MOVE);
            }
            try (OutputStream log = Files.newOutputStream(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
                log.write(buffer, 0, bytes);
            }
            written = true;
        } catch (IOException e) {
            if (written) {
                LOG.atWarn().addKeyValue("file", file).setCause(e).log("PostgreSQL's log cannot be written");
            }
            written = false;
        }
    }
}
