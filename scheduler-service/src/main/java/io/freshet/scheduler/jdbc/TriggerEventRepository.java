package io.freshet.scheduler.jdbc;

import io.micronaut.data.annotation.Query;
import io.micronaut.data.jdbc.annotation.JdbcRepository;
import io.micronaut.data.model.query.builder.sql.Dialect;
import io.micronaut.data.repository.GenericRepository;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The table {@code trigger_events}. */
@JdbcRepository(dialect = Dialect.POSTGRES)
interface TriggerEventRepository extends GenericRepository<TriggerEventRow, String> {
    /** Adds what an event led to, if neither it is known nor one that says the same; how many that is. */
    @Query("""
            INSERT INTO trigger_events
                (namespace, workflow, name, event_key, source, event_id, taken_at, run, problem, hold, same, same_as)
            VALUES (:namespace, :workflow, :name, :eventKey, :source, :eventId, :takenAt, :run, :problem, :hold, :same, :sameAs)
            ON CONFLICT DO NOTHING
            """)
    int insertIfAbsent(
            String namespace,
            String workflow,
            String name,
            String eventKey,
            String source,
            String eventId,
            Instant takenAt,
            @Nullable String run,
            @Nullable String problem,
            @Nullable String hold,
            @Nullable String same,
            @Nullable String sameAs);

    /** An event that was refused leads to something after all, unless another has said the same meanwhile; how many that is. */
    @Query("""
            UPDATE trigger_events SET taken_at = :takenAt, run = :run, problem = NULL, hold = :hold, same = :same
            WHERE namespace = :namespace AND workflow = :workflow AND name = :name AND event_key = :eventKey
                AND problem IS NOT NULL AND NOT EXISTS (
                    SELECT 1 FROM trigger_events o
                    WHERE o.namespace = :namespace AND o.workflow = :workflow AND o.name = :name AND o.same = :same)
            """)
    int useRefused(
            String namespace,
            String workflow,
            String name,
            String eventKey,
            Instant takenAt,
            @Nullable String run,
            @Nullable String hold,
            @Nullable String same);

    /** The id of the event that said the same. */
    @Query("""
            SELECT event_id FROM trigger_events
            WHERE namespace = :namespace AND workflow = :workflow AND name = :name AND same = :same AND event_key <> :eventKey
            """)
    Optional<String> saidBefore(String namespace, String workflow, String name, String same, String eventKey);

    /** The first events that are held back. */
    @Query("""
            SELECT * FROM trigger_events
            WHERE namespace = :namespace AND workflow = :workflow AND name = :name AND hold = :hold
            ORDER BY number LIMIT :limit
            """)
    List<TriggerEventRow> held(String namespace, String workflow, String name, String hold, int limit);

    /** The number of the last of so many events that are held back. */
    @Query("""
            SELECT max(number) FROM (
                SELECT number FROM trigger_events
                WHERE namespace = :namespace AND workflow = :workflow AND name = :name AND hold = :hold
                ORDER BY number LIMIT :most) first
            """)
    long lastHeld(String namespace, String workflow, String name, String hold, int most);

    /** Events up to this number are not held back any more; how many that is. */
    @Query("""
            UPDATE trigger_events SET hold = NULL, run = :run, problem = :problem
            WHERE namespace = :namespace AND workflow = :workflow AND name = :name AND hold = :hold AND number <= :last
            """)
    int settle(
            String namespace,
            String workflow,
            String name,
            String hold,
            long last,
            @Nullable String run,
            @Nullable String problem);

    /** What is held back. */
    @Query("""
            SELECT count(*) AS held, min(taken_at) AS first_at, max(taken_at) AS last_at FROM trigger_events
            WHERE namespace = :namespace AND workflow = :workflow AND name = :name AND hold = :hold
            """)
    HeldEvents left(String namespace, String workflow, String name, String hold);

    /** What triggers held back that are gone. */
    @Query("""
            UPDATE trigger_events e SET hold = NULL, problem = :problem
            WHERE namespace = :namespace AND workflow = :workflow AND hold IS NOT NULL AND NOT EXISTS (
                SELECT 1 FROM triggers t
                WHERE t.namespace = e.namespace AND t.workflow = e.workflow AND t.name = e.name)
            """)
    void refuseHeldOfRemoved(String namespace, String workflow, String problem);

    @Query("""
            SELECT * FROM trigger_events
            WHERE namespace = :namespace AND workflow = :workflow AND name = :name AND number < :before
            ORDER BY number DESC LIMIT :limit
            """)
    List<TriggerEventRow> before(String namespace, String workflow, String name, long before, int limit);

    @Query("""
            DELETE FROM trigger_events WHERE (namespace, workflow, name, event_key) IN (
                SELECT namespace, workflow, name, event_key FROM trigger_events
                WHERE taken_at < clock_timestamp() - :seconds * interval '1 second' AND hold IS NULL LIMIT :limit)
            """)
    int deleteOlder(long seconds, int limit);
}
