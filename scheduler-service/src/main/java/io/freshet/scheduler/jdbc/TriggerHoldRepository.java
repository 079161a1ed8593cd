package io.freshet.scheduler.jdbc;

import io.micronaut.data.annotation.Query;
import io.micronaut.data.jdbc.annotation.JdbcRepository;
import io.micronaut.data.model.query.builder.sql.Dialect;
import io.micronaut.data.repository.GenericRepository;
import java.time.Instant;
import java.util.Optional;

/** The table {@code trigger_holds}. A row changes under its lock. */
@JdbcRepository(dialect = Dialect.POSTGRES)
interface TriggerHoldRepository extends GenericRepository<TriggerHoldRow, String> {
    /** Locks the row, which is made if there is none. */
    @Query("""
            WITH locked AS (
                INSERT INTO trigger_holds (namespace, workflow, name, hold, asked, held)
                VALUES (:namespace, :workflow, :name, :hold, CAST(:asked AS json), 0)
                ON CONFLICT (namespace, workflow, name, hold) DO UPDATE SET held = trigger_holds.held
                RETURNING *)
            SELECT * FROM locked
            """)
    TriggerHoldRow lock(String namespace, String workflow, String name, String hold, String asked);

    /** Locks the row that has been due for longest of those that nobody has locked and whose version is on the log. */
    @Query("""
            SELECT * FROM trigger_holds h WHERE next_at <= (SELECT clock_timestamp())
                AND NOT EXISTS (
                    SELECT 1 FROM triggers t JOIN outbox o ON o.id = t.outbox_id
                    WHERE t.namespace = h.namespace AND t.workflow = h.workflow AND t.name = h.name
                        AND o.sent_at IS NULL AND o.failed_at IS NULL)
            ORDER BY next_at LIMIT 1 FOR UPDATE OF h SKIP LOCKED
            """)
    Optional<TriggerHoldRow> lockDue();

    @Query("""
            UPDATE trigger_holds SET held = :held, first_at = :firstAt, last_at = :lastAt, launched_at = :launchedAt, next_at = :nextAt
            WHERE namespace = :namespace AND workflow = :workflow AND name = :name AND hold = :hold
            """)
    void change(TriggerHoldRow row);

    @Query("""
            DELETE FROM trigger_holds WHERE namespace = :namespace AND workflow = :workflow AND name = :name AND hold = :hold
            """)
    void remove(String namespace, String workflow, String name, String hold);

    /** Looks at once at what a workflow's triggers hold back: they may have another pace. */
    @Query("""
            UPDATE trigger_holds SET next_at = clock_timestamp()
            WHERE namespace = :namespace AND workflow = :workflow AND held > 0
            """)
    void lookAgain(String namespace, String workflow);

    /** How many events a trigger holds back. */
    @Query("""
            SELECT coalesce(sum(held), 0)::bigint FROM trigger_holds
            WHERE namespace = :namespace AND workflow = :workflow AND name = :name
            """)
    long countHeld(String namespace, String workflow, String name);

    @Query("""
            SELECT min(next_at) FROM trigger_holds WHERE namespace = :namespace AND workflow = :workflow AND name = :name
            """)
    Optional<Instant> nextDue(String namespace, String workflow, String name);

    /** Forgets what only a throttle needed. */
    @Query("""
            DELETE FROM trigger_holds WHERE (namespace, workflow, name, hold) IN (
                SELECT namespace, workflow, name, hold FROM trigger_holds
                WHERE held = 0 AND launched_at < clock_timestamp() - :seconds * interval '1 second' LIMIT :limit)
            """)
    int deleteOlder(long seconds, int limit);
}
