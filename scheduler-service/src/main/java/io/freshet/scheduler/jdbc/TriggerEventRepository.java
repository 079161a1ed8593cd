package io.freshet.scheduler.jdbc;

import io.micronaut.data.annotation.Query;
import io.micronaut.data.jdbc.annotation.JdbcRepository;
import io.micronaut.data.model.query.builder.sql.Dialect;
import io.micronaut.data.repository.GenericRepository;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The table {@code trigger_events}. */
@JdbcRepository(dialect = Dialect.POSTGRES)
interface TriggerEventRepository extends GenericRepository<TriggerEventRow, String> {
    /** Adds what an event led to, if that is not known; how many that is. */
    @Query("""
            INSERT INTO trigger_events (namespace, workflow, name, event_key, source, event_id, taken_at, run, problem)
            VALUES (:namespace, :workflow, :name, :eventKey, :source, :eventId, clock_timestamp(), :run, :problem)
            ON CONFLICT (namespace, workflow, name, event_key) DO NOTHING
            """)
    int insertIfAbsent(
            String namespace,
            String workflow,
            String name,
            String eventKey,
            String source,
            String eventId,
            @Nullable String run,
            @Nullable String problem);

    @Query("""
            SELECT * FROM trigger_events
            WHERE namespace = :namespace AND workflow = :workflow AND name = :name AND number < :before
            ORDER BY number DESC LIMIT :limit
            """)
    List<TriggerEventRow> before(String namespace, String workflow, String name, long before, int limit);

    @Query("""
            DELETE FROM trigger_events WHERE (namespace, workflow, name, event_key) IN (
                SELECT namespace, workflow, name, event_key FROM trigger_events
                WHERE taken_at < clock_timestamp() - :seconds * interval '1 second' LIMIT :limit)
            """)
    int deleteOlder(long seconds, int limit);
}
