package io.freshet.audit.jdbc.read;

import io.freshet.contracts.event.LogChunk;
import java.sql.SQLException;
import java.util.List;
import javax.sql.DataSource;

/** Asks for the output of attempts. Thread-safe. */
public final class LogQueries {
    /** At most 64 KiB each. */
    private static final int CHUNKS = 64;

    private static final int LARGEST_CHUNK = LogChunk.MAX_BYTES;

    private final DataSource database;

    public LogQueries(DataSource database) {
        this.database = database;
    }

    /**
     * A piece of output.
     *
     * @param position of the first byte in the log
     * @param bytes how many bytes of the log this is
     * @param last whether the log ends here
     */
    public record Piece(long position, int bytes, String content, boolean last) {
        public long end() {
            return position + bytes;
        }
    }

    /**
     * Where the last lines begin, as far as the last {@value #CHUNKS} pieces show.
     *
     * @param lines how many, at least 1
     */
    public long startOfLast(String attempt, int lines) {
        List<Piece> pieces = Query.of(
                        "SELECT position, bytes, content, last FROM log_chunks WHERE attempt = ?"
                                + " ORDER BY position DESC, bytes DESC LIMIT ?",
                        attempt,
                        CHUNKS)
                .list(database, LogQueries::piece);
        return LastLines.start(pieces, lines);
    }

    private static Piece piece(ResultRow fields) throws SQLException {
        return new Piece(
                fields.number("position"), fields.integer("bytes"), fields.text("content"), fields.flag("last"));
    }

    /** Some pieces that contain bytes at or behind the position, in order; they may overlap where an attempt was taken up again. */
    public List<Piece> from(String attempt, long position) {
        return Query.of(
                        "SELECT position, bytes, content, last FROM log_chunks WHERE attempt = ? AND position >= ?"
                                + " AND (position + bytes > ? OR last) ORDER BY position, bytes LIMIT ?",
                        attempt,
                        Math.max(0, position - LARGEST_CHUNK),
                        position,
                        CHUNKS)
                .list(database, LogQueries::piece);
    }
}
