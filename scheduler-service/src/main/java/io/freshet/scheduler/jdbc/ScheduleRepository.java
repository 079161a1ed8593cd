package io.freshet.scheduler.jdbc;

import io.micronaut.data.annotation.Query;
import io.micronaut.data.jdbc.annotation.JdbcRepository;
import io.micronaut.data.model.query.builder.sql.Dialect;
import io.micronaut.data.repository.GenericRepository;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** The table {@code schedules}. A row changes under its lock. */
@JdbcRepository(dialect = Dialect.POSTGRES)
interface ScheduleRepository extends GenericRepository<ScheduleRow, String> {
    /** The time of the database, which decides what is due. */
    @Query("SELECT clock_timestamp()")
    Instant now();

    /** Locks the row that has been due for longest of those that nobody has locked and whose version is on the log. The time is a query of its own, so that the index is used. */
    @Query("""
            SELECT * FROM schedules s WHERE next_at <= (SELECT clock_timestamp())
                AND NOT EXISTS (SELECT 1 FROM outbox o WHERE o.id = s.outbox_id AND o.sent_at IS NULL)
            ORDER BY next_at LIMIT 1 FOR UPDATE OF s SKIP LOCKED
            """)
    Optional<ScheduleRow> lockDue();

    @Query("""
            SELECT greatest(0, extract(epoch FROM clock_timestamp() - next_at))::bigint FROM schedules
            WHERE next_at <= (SELECT clock_timestamp()) ORDER BY next_at LIMIT 1
            """)
    Optional<Long> secondsOverdue();

    @Query("""
            SELECT * FROM schedules WHERE namespace = :namespace AND workflow = :workflow AND name = :name FOR UPDATE
            """)
    Optional<ScheduleRow> lock(String namespace, String workflow, String name);

    @Query("SELECT * FROM schedules WHERE namespace = :namespace AND workflow = :workflow FOR UPDATE")
    List<ScheduleRow> lockAll(String namespace, String workflow);

    Optional<ScheduleRow> findByNamespaceAndWorkflowAndName(String namespace, String workflow, String name);

    @Query("""
            SELECT * FROM schedules WHERE namespace = :namespace AND (workflow, name) > (:workflow, :name)
            ORDER BY workflow, name LIMIT :limit
            """)
    List<ScheduleRow> after(String namespace, String workflow, String name, int limit);

    /** The row as it is from now on, whether it was there or not. */
    @Query("""
            INSERT INTO schedules
                (namespace, workflow, name, spec, days, outbox_id, paused_by, paused_at, next_nominal, next_at, last_nominal, last_at,
                    last_run, error)
            VALUES (:namespace, :workflow, :name, CAST(:spec AS json), CAST(:days AS json), :outboxId, :pausedBy, :pausedAt,
                :nextNominal, :nextAt, :lastNominal, :lastAt, :lastRun, :error)
            ON CONFLICT (namespace, workflow, name) DO UPDATE
            SET spec = excluded.spec, days = excluded.days, outbox_id = excluded.outbox_id, paused_by = excluded.paused_by,
                paused_at = excluded.paused_at, next_nominal = excluded.next_nominal, next_at = excluded.next_at,
                last_nominal = excluded.last_nominal, last_at = excluded.last_at, last_run = excluded.last_run,
                error = excluded.error
            """)
    void upsert(ScheduleRow row);

    /** It could not fire; it is due again after a while. */
    @Query("""
            UPDATE schedules SET error = :error, next_at = clock_timestamp() + :seconds * interval '1 second'
            WHERE namespace = :namespace AND workflow = :workflow AND name = :name
            """)
    void postpone(String namespace, String workflow, String name, String error, long seconds);

    @Query("DELETE FROM schedules WHERE namespace = :namespace AND workflow = :workflow AND name = :name")
    void remove(String namespace, String workflow, String name);

    @Query("DELETE FROM schedules WHERE namespace = :namespace AND workflow = :workflow")
    void removeAll(String namespace, String workflow);
}
