package io.freshet.scheduler.jdbc;

import io.micronaut.data.annotation.Query;
import io.micronaut.data.jdbc.annotation.JdbcRepository;
import io.micronaut.data.model.query.builder.sql.Dialect;
import io.micronaut.data.repository.GenericRepository;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The table {@code replays}. A row that is being read changes under its lock. */
@JdbcRepository(dialect = Dialect.POSTGRES)
interface ReplayRepository extends GenericRepository<ReplayRow, String> {
    /** Adds a row if there is none of the id; how many that is. */
    @Query("""
            INSERT INTO replays (id, ordered, state, requested_by, requested_at)
            VALUES (:id, CAST(:ordered AS json), 'READING', :requestedBy, :requestedAt)
            ON CONFLICT (id) DO NOTHING
            """)
    int insertIfAbsent(String id, String ordered, String requestedBy, Instant requestedAt);

    /** Locks the replay that was asked for first of those that are read and nobody has locked. */
    @Query("""
            SELECT * FROM replays WHERE state = 'READING'
            ORDER BY requested_at, id LIMIT 1 FOR UPDATE SKIP LOCKED
            """)
    Optional<ReplayRow> lockReading();

    @Query("SELECT * FROM replays WHERE id = :id FOR UPDATE")
    Optional<ReplayRow> lock(String id);

    /** Those whose id begins with this, two at the most. */
    @Query("SELECT * FROM replays WHERE starts_with(id, :prefix) AND id >= :prefix ORDER BY id LIMIT 2")
    List<ReplayRow> beginningWith(String prefix);

    @Query("""
            SELECT * FROM replays
            WHERE CAST(:id AS text) IS NULL
                OR (requested_at, id) < (SELECT r.requested_at, r.id FROM replays r WHERE r.id = :id)
            ORDER BY requested_at DESC, id DESC LIMIT :limit
            """)
    List<ReplayRow> before(@Nullable String id, int limit);

    @Query("""
            UPDATE replays SET replayed = replayed + :replayed, left_out = left_out + :leftOut,
                unreadable = unreadable + :unreadable, facts = facts + :facts
            WHERE id = :id
            """)
    void count(String id, long replayed, long leftOut, long unreadable, long facts);

    @Query("UPDATE replays SET state = :state, error = :error, finished_at = clock_timestamp() WHERE id = :id")
    void finish(String id, String state, @Nullable String error);

    @Query("""
            DELETE FROM replays WHERE id IN (
                SELECT id FROM replays
                WHERE state <> 'READING' AND finished_at < clock_timestamp() - :seconds * interval '1 second' LIMIT :limit)
            """)
    int deleteOlder(long seconds, int limit);
}
