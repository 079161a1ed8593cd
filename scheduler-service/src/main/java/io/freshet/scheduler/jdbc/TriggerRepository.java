package io.freshet.scheduler.jdbc;

import io.micronaut.data.annotation.Query;
import io.micronaut.data.jdbc.annotation.JdbcRepository;
import io.micronaut.data.model.query.builder.sql.Dialect;
import io.micronaut.data.repository.GenericRepository;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/** The table {@code triggers}. */
@JdbcRepository(dialect = Dialect.POSTGRES)
interface TriggerRepository extends GenericRepository<TriggerRow, String> {
    /** Those that are about events of these types, in an order that is the same for all. */
    @Query("SELECT * FROM triggers WHERE type IN (:types) ORDER BY namespace, workflow, name")
    List<TriggerRow> ofTypes(Collection<String> types);

    /** Whether the version of any trigger that is about these types has to get onto the log. */
    @Query("""
            SELECT EXISTS (
                SELECT 1 FROM triggers t JOIN outbox o ON o.id = t.outbox_id
                WHERE t.type IN (:types) AND o.sent_at IS NULL AND o.failed_at IS NULL)
            """)
    boolean isAnyUnsent(Collection<String> types);

    Optional<TriggerRow> findByNamespaceAndWorkflowAndName(String namespace, String workflow, String name);

    @Query("""
            SELECT * FROM triggers WHERE namespace = :namespace AND (workflow, name) > (:workflow, :name)
            ORDER BY workflow, name LIMIT :limit
            """)
    List<TriggerRow> after(String namespace, String workflow, String name, int limit);

    @Query("""
            SELECT * FROM triggers
            WHERE namespace = :namespace AND starts_with(type, '/webhooks/') AND (workflow, name) > (:workflow, :name)
            ORDER BY workflow, name LIMIT :limit
            """)
    List<TriggerRow> webhooksAfter(String namespace, String workflow, String name, int limit);

    /** The trigger of the version; one of the same name goes on counting. */
    @Query("""
            INSERT INTO triggers (namespace, workflow, name, type, outbox_id)
            VALUES (:namespace, :workflow, :name, :type, :outboxId)
            ON CONFLICT (namespace, workflow, name) DO UPDATE SET type = excluded.type, outbox_id = excluded.outbox_id
            """)
    void upsert(String namespace, String workflow, String name, String type, long outboxId);

    @Query("""
            UPDATE triggers SET fired = fired + :fired, refused = refused + :refused, repeated = repeated + :repeated
            WHERE namespace = :namespace AND workflow = :workflow AND name = :name
            """)
    void count(String namespace, String workflow, String name, int fired, int refused, int repeated);

    /** Removes those of other versions. */
    @Query("DELETE FROM triggers WHERE namespace = :namespace AND workflow = :workflow AND outbox_id <> :outboxId")
    void removeOthers(String namespace, String workflow, long outboxId);

    @Query("DELETE FROM triggers WHERE namespace = :namespace AND workflow = :workflow")
    void removeAll(String namespace, String workflow);
}
