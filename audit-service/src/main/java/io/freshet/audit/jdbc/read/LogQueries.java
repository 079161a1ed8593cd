package io.freshet.audit.jdbc.read;

import io.freshet.contracts.event.LogChunk;
import io.freshet.servicekit.jdbc.SqlFailure;
import io.micronaut.data.annotation.Query;
import io.micronaut.data.jdbc.annotation.JdbcRepository;
import io.micronaut.data.model.query.builder.sql.Dialect;
import io.micronaut.data.repository.GenericRepository;
import java.util.List;

/** Asks for the output of attempts. Thread-safe. */
@JdbcRepository(dialect = Dialect.POSTGRES)
public abstract class LogQueries implements GenericRepository<LogPiece, Long> {
    /** At most 64 KiB each. */
    private static final int CHUNKS = 64;

    private static final int LARGEST_CHUNK = LogChunk.MAX_BYTES;

    /**
     * Where the last lines begin, as far as the last {@value #CHUNKS} pieces show.
     *
     * @param lines how many, at least 1
     */
    public long startOfLast(String attempt, int lines) {
        return LastLines.start(SqlFailure.translate(() -> last(StoredText.of(attempt), CHUNKS)), lines);
    }

    /** Some pieces that contain bytes at or behind the position, in order; they may overlap where an attempt was taken up again. */
    public List<LogPiece> from(String attempt, long position) {
        long earliest = Math.max(0, position - LARGEST_CHUNK);
        return SqlFailure.translate(() -> reaching(StoredText.of(attempt), earliest, position, CHUNKS));
    }

    @Query("""
            SELECT position, bytes, content, last FROM log_chunks WHERE attempt = :attempt
            ORDER BY position DESC, bytes DESC LIMIT :limit
            """)
    abstract List<LogPiece> last(String attempt, int limit);

    @Query("""
            SELECT position, bytes, content, last FROM log_chunks WHERE attempt = :attempt AND position >= :earliest
            AND (position + bytes > :position OR last) ORDER BY position, bytes LIMIT :limit
            """)
    abstract List<LogPiece> reaching(String attempt, long earliest, long position, int limit);
}
