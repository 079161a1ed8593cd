package io.freshet.launcher.attempt;

import io.freshet.contracts.event.LaunchCommand.LaunchAttempt;
import io.freshet.contracts.event.LogChunk;
import io.freshet.launcher.domain.LogPlan;
import io.freshet.launcher.domain.WholeCharacters;
import io.freshet.servicekit.posix.OpenFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.InstantSource;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One log and how far it has been sent. Where a chunk ends is written down before it is sent, and one chunk follows another only when the
 * broker has that; so after a restart exactly the last one is sent again, with the same offset and length. Thread-safe.
 */
final class LogTail {
    private final LaunchAttempt launch;
    private final Path log;
    private final LogBoundaries boundaries;
    private final long limit;
    private long sent;
    private @Nullable Long repeatTo;
    private @Nullable LogChunk underway;
    private boolean waiting;
    private boolean ended;
    private @Nullable Runnable whenSent;

    private LogTail(LaunchAttempt launch, Path log, LogBoundaries boundaries, long limit) throws IOException {
        this.launch = launch;
        this.log = log;
        this.boundaries = boundaries;
        this.limit = limit;
        LogBoundaries.Last last = boundaries.last();
        // A longer one is not a chunk but what was left out before the next.
        boolean isChunk = last.end() - last.begin() <= LogChunk.MAX_BYTES;
        this.sent = isChunk ? last.begin() : last.end();
        this.repeatTo = isChunk && last.end() > last.begin() ? last.end() : null;
    }

    static LogTail of(LaunchAttempt launch, Path directory, long limit) throws IOException {
        return new LogTail(launch, directory.resolve("log"), new LogBoundaries(directory.resolve("log.sent")), limit);
    }

    String attempt() {
        return launch.attempt();
    }

    synchronized void end(Runnable completion) {
        whenSent = completion;
    }

    /** The chunk to send now; empty if there is none, or one is on its way. */
    synchronized Optional<LogChunk> next(InstantSource clock) throws IOException {
        if (waiting || ended) {
            return Optional.empty();
        }
        LogChunk chunk = underway == null ? make(clock) : underway;
        underway = chunk;
        waiting = chunk != null;
        return Optional.ofNullable(chunk);
    }

    /** Records whether the chunk on its way has arrived; if not, it is the next one again. */
    void sent(boolean arrived) {
        Runnable last = null;
        synchronized (this) {
            waiting = false;
            if (arrived && underway != null) {
                sent = underway.offset() + underway.bytes();
                if (underway.last()) {
                    ended = true;
                    last = whenSent;
                }
                underway = null;
            }
        }
        if (last != null) {
            last.run();
        }
    }

    private @Nullable LogChunk make(InstantSource clock) throws IOException {
        boolean ending = whenSent != null;
        long size = size();
        if (repeatTo != null && repeatTo <= size) {
            int bytes = (int) (repeatTo - sent);
            repeatTo = null;
            byte[] content = read(sent, bytes);
            return chunk(sent, bytes, text(content, bytes), ending && sent + bytes == size, clock);
        }
        return switch (LogPlan.next(sent, size, limit, ending)) {
            case LogPlan.Wait() -> null;
            case LogPlan.Read(long offset, int bytes) -> piece(offset, bytes, size, ending, clock);
            case LogPlan.Gap(long offset, long bytes) ->
                chunk(
                        offset,
                        1,
                        "%n[freshet] %d bytes of the log are left out here; all of it is in %s%n".formatted(bytes, log),
                        false,
                        clock);
            case LogPlan.End(long offset) -> chunk(offset, 0, "", true, clock);
        };
    }

    private @Nullable LogChunk piece(long offset, int bytes, long size, boolean ending, InstantSource clock)
            throws IOException {
        byte[] content = read(offset, bytes);
        boolean all = ending && offset + content.length >= size;
        int whole = all ? content.length : WholeCharacters.length(content, content.length);
        if (whole == 0 && !ending) {
            return null;
        }
        if (whole == 0) {
            // The rest of the character is left out, or there is none.
            whole = content.length;
        }
        if (offset > sent) {
            boundaries.append(offset);
        }
        boundaries.append(offset + whole);
        return chunk(offset, whole, text(content, whole), all, clock);
    }

    private LogChunk chunk(long offset, int bytes, String text, boolean last, InstantSource clock) {
        return new LogChunk(
                launch.instance(), launch.attempt(), launch.run(), offset, bytes, text, last, clock.instant());
    }

    private static String text(byte[] content, int length) {
        return new String(content, 0, length, StandardCharsets.UTF_8);
    }

    private long size() throws IOException {
        try {
            return Files.size(log);
        } catch (NoSuchFileException e) {
            return 0;
        }
    }

    private byte[] read(long offset, int bytes) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(bytes);
        try (OpenFile open = OpenFile.find(log);
                FileChannel channel = open.channel(StandardOpenOption.READ)) {
            while (buffer.hasRemaining() && channel.read(buffer, offset + buffer.position()) >= 0) {
                // Until it is full or the file ends.
            }
        }
        byte[] content = new byte[buffer.position()];
        buffer.flip().get(content);
        return content;
    }
}
