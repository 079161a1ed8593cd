package io.freshet.audit.http;

import io.freshet.audit.jdbc.read.AttemptQueries;
import io.freshet.audit.jdbc.read.LogPiece;
import io.freshet.audit.jdbc.read.LogQueries;
import io.freshet.contracts.api.AttemptInfo;
import io.freshet.contracts.api.AttemptState;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Reads an attempt's output piece by piece. Pieces that overlap, as after a launcher took an attempt up again, are shown once. For one
 * thread at a time.
 */
final class LogTail {
    /** How long after the end of an attempt its output is awaited, if nothing says that it is whole. */
    private static final Duration GRACE = Duration.ofSeconds(5);

    private final AttemptQueries attempts;
    private final LogQueries logs;
    private final LongPoll waiting;
    private final String attempt;
    private final long deadline;
    private long position;
    private boolean ended;
    private boolean gapNoted;

    /**
     * @param limit how long to wait for more; zero: only what is there
     */
    LogTail(AttemptQueries attempts, LogQueries logs, LongPoll waiting, String attempt, long position, Duration limit) {
        this.attempts = attempts;
        this.logs = logs;
        this.waiting = waiting;
        this.attempt = attempt;
        this.position = position;
        this.deadline = System.nanoTime() + limit.toNanos();
    }

    /** The next bytes, waiting for them; empty at the end. */
    Optional<byte[]> next() {
        if (ended) {
            return Optional.empty();
        }
        byte[] there = read();
        if (there.length > 0 || ended) {
            return there.length > 0 ? Optional.of(there) : Optional.empty();
        }
        boolean over = isOver();
        Duration left = Duration.ofNanos(Math.max(0, deadline - System.nanoTime()));
        boolean more = waiting.until(
                () -> !logs.from(attempt, position).isEmpty() || (!over && isOver()),
                over ? LongPoll.shorter(left, grace()) : left);
        return more ? next() : Optional.empty();
    }

    private byte[] read() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        List<LogPiece> pieces = logs.from(attempt, position);
        for (LogPiece piece : pieces) {
            if (piece.position() > position && !gapNoted) {
                bytes.writeBytes(missing(piece.position() - position));
            }
            bytes.writeBytes(behind(piece));
            gapNoted = isNote(piece);
            position = Math.max(position, piece.end());
            ended |= piece.last();
        }
        return bytes.toByteArray();
    }

    /** What a launcher says of bytes that it leaves out: it takes the place of fewer bytes than it has. */
    private static boolean isNote(LogPiece piece) {
        return piece.content().length() > piece.end() - piece.position();
    }

    private static byte[] missing(long count) {
        return "\n[freshet: %d bytes of this log are missing here]\n"
                .formatted(count)
                .getBytes(StandardCharsets.UTF_8);
    }

    /** What of a piece was not shown yet. Where bytes were replaced the text is of another length: then it is cut roughly. */
    private byte[] behind(LogPiece piece) {
        byte[] text = piece.content().getBytes(StandardCharsets.UTF_8);
        long shown = Math.min(text.length, Math.max(0, position - piece.position()));
        return Arrays.copyOfRange(text, (int) shown, text.length);
    }

    private boolean isOver() {
        return attempts.info(attempt)
                .map(AttemptInfo::state)
                .filter(LogTail::isOver)
                .isPresent();
    }

    private static boolean isOver(AttemptState state) {
        return switch (state) {
            case READY, RUNNING -> false;
            case SUCCEEDED, FAILED, WITHDRAWN -> true;
        };
    }

    /** What never ran, or whose outputs were linked, prints nothing. */
    private Duration grace() {
        return attempts.info(attempt)
                .filter(info -> info.startedAt() != null && info.cachedFrom() == null)
                .map(info -> GRACE)
                .orElse(Duration.ZERO);
    }
}
