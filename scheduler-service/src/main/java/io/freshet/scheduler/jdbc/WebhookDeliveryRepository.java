package io.freshet.scheduler.jdbc;

import io.micronaut.data.annotation.Query;
import io.micronaut.data.jdbc.annotation.JdbcRepository;
import io.micronaut.data.model.query.builder.sql.Dialect;
import io.micronaut.data.repository.GenericRepository;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The table {@code webhook_deliveries}. */
@JdbcRepository(dialect = Dialect.POSTGRES)
interface WebhookDeliveryRepository extends GenericRepository<WebhookDeliveryRow, Long> {
    /** Adds a delivery that was taken, if neither its id nor its content is known; how many that is. */
    @Query("""
            INSERT INTO webhook_deliveries (namespace, workflow, name, delivery, received_at, bytes, type, event, content)
            VALUES (:namespace, :workflow, :name, :delivery, clock_timestamp(), :bytes, :type, CAST(:event AS json), :content)
            ON CONFLICT DO NOTHING
            """)
    int insertIfAbsent(
            String namespace,
            String workflow,
            String name,
            String delivery,
            int bytes,
            String type,
            String event,
            @Nullable String content);

    /** Adds one that was refused, if the last was refused a second ago or longer; how many that is. */
    @Query("""
            INSERT INTO webhook_deliveries (namespace, workflow, name, received_at, bytes, problem)
            SELECT :namespace, :workflow, :name, clock_timestamp(), :bytes, :problem
            WHERE NOT EXISTS (
                SELECT 1 FROM webhook_deliveries
                WHERE namespace = :namespace AND workflow = :workflow AND name = :name AND problem IS NOT NULL
                    AND received_at > clock_timestamp() - interval '1 second')
            """)
    int insertRefused(String namespace, String workflow, String name, int bytes, String problem);

    /** Leaves so many of those that were refused, the newest. */
    @Query("""
            DELETE FROM webhook_deliveries
            WHERE namespace = :namespace AND workflow = :workflow AND name = :name AND problem IS NOT NULL AND number <= (
                SELECT number FROM webhook_deliveries
                WHERE namespace = :namespace AND workflow = :workflow AND name = :name AND problem IS NOT NULL
                ORDER BY number DESC OFFSET :kept LIMIT 1)
            """)
    void trimRefused(String namespace, String workflow, String name, int kept);

    @Query("""
            SELECT namespace, workflow, name, number, delivery, received_at, bytes, type, problem, sent_again FROM webhook_deliveries
            WHERE namespace = :namespace AND workflow = :workflow AND name = :name AND number < :before
            ORDER BY number DESC LIMIT :limit
            """)
    List<WebhookDeliveryRow> before(String namespace, String workflow, String name, long before, int limit);

    /** Counts that a delivery is sent again, and locks it; nothing if there is none. */
    @Query("""
            UPDATE webhook_deliveries SET sent_again = sent_again + 1
            WHERE namespace = :namespace AND workflow = :workflow AND name = :name AND delivery = :delivery
            RETURNING namespace, workflow, name, number, delivery, received_at, bytes, type, problem, sent_again
            """)
    List<WebhookDeliveryRow> markSentAgain(String namespace, String workflow, String name, String delivery);

    /** The event of a delivery, as JSON. */
    @Query("""
            SELECT event::text FROM webhook_deliveries
            WHERE namespace = :namespace AND workflow = :workflow AND name = :name AND delivery = :delivery
            """)
    String event(String namespace, String workflow, String name, String delivery);

    /** Forgets what came longer ago, and of each webhook what is more than so many. */
    @Query("""
            DELETE FROM webhook_deliveries WHERE (namespace, workflow, name, number) IN (
                SELECT namespace, workflow, name, number FROM (
                    SELECT *, row_number() OVER (PARTITION BY namespace, workflow, name ORDER BY number DESC) AS place
                    FROM (SELECT namespace, workflow, name, number, received_at FROM webhook_deliveries) all_deliveries) placed
                WHERE place > :most OR received_at < clock_timestamp() - :seconds * interval '1 second' LIMIT :limit)
            """)
    int deleteOlder(long seconds, int most, int limit);
}
