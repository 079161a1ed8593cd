package io.freshet.scheduler.jdbc;

import io.micronaut.data.annotation.Query;
import io.micronaut.data.jdbc.annotation.JdbcRepository;
import io.micronaut.data.model.query.builder.sql.Dialect;
import io.micronaut.data.repository.GenericRepository;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The table {@code run_limits}. */
@JdbcRepository(dialect = Dialect.POSTGRES)
interface RunLimitRepository extends GenericRepository<RunLimitRow, String> {
    /** The row is the lock under which its run's limit changes. What is null stays as it is. */
    @Query("""
            INSERT INTO run_limits (namespace, run, max_active, paused, changed_by, changed_at)
            VALUES (:namespace, :run, :maxActive, coalesce(:paused, false), :changedBy, :changedAt)
            ON CONFLICT (namespace, run) DO UPDATE
            SET max_active = coalesce(:maxActive, run_limits.max_active), paused = coalesce(:paused, run_limits.paused),
                changed_by = excluded.changed_by, changed_at = excluded.changed_at
            RETURNING *
            """)
    RunLimitRow change(
            String namespace,
            String run,
            @Nullable Integer maxActive,
            @Nullable Boolean paused,
            String changedBy,
            Instant changedAt);

    Optional<RunLimitRow> findByNamespaceAndRun(String namespace, String run);

    /** Deletes some that are older, and returns them. */
    @Query("""
            DELETE FROM run_limits WHERE (namespace, run) IN (
                SELECT namespace, run FROM run_limits
                WHERE changed_at < clock_timestamp() - :seconds * interval '1 second' LIMIT :limit)
            RETURNING *
            """)
    List<RunLimitRow> deleteOlder(long seconds, int limit);
}
