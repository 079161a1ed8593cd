package io.freshet.scheduler.jdbc;

import io.micronaut.data.annotation.Query;
import io.micronaut.data.jdbc.annotation.JdbcRepository;
import io.micronaut.data.model.Limit;
import io.micronaut.data.model.query.builder.sql.Dialect;
import io.micronaut.data.repository.GenericRepository;
import java.util.List;
import java.util.Optional;

/** The table {@code versions}, to which is only added. */
@JdbcRepository(dialect = Dialect.POSTGRES)
interface VersionRepository extends GenericRepository<VersionRow, String> {
    String DEPLOYED = """
            SELECT v.* FROM workflows w
            JOIN versions v ON v.namespace = w.namespace AND v.workflow = w.name AND v.version = w.current_version
            WHERE w.namespace = :namespace
            """;

    @Query("""
            INSERT INTO versions
                (namespace, workflow, version, bundle, definition, outbox_id, installed_by, installed_at)
            VALUES (:namespace, :workflow, :version, :bundle, CAST(:definition AS json), :outboxId, :installedBy,
                :installedAt)
            """)
    void insert(VersionRow row);

    @Query(DEPLOYED)
    List<VersionRow> deployed(String namespace);

    @Query(DEPLOYED + " AND w.name = :workflow")
    Optional<VersionRow> deployed(String namespace, String workflow);

    @Query(DEPLOYED + " AND w.name > :after ORDER BY w.name LIMIT :limit")
    List<VersionRow> deployedAfter(String namespace, String after, int limit);

    /** Those that declare a dataset, or read that of the namespace. */
    @Query("""
            SELECT v.* FROM workflows w
            JOIN versions v ON v.namespace = w.namespace AND v.workflow = w.name AND v.version = w.current_version
            WHERE (w.namespace = :namespace AND v.definition->'spec'->'datasets'->CAST(:dataset AS text) IS NOT NULL)
                OR v.definition->'readFrom'->>CAST(:dataset AS text) = :namespace
            ORDER BY w.namespace, w.name
            """)
    List<VersionRow> deployedNaming(String namespace, String dataset);

    Optional<VersionRow> findByNamespaceAndWorkflowAndVersion(String namespace, String workflow, int version);

    List<VersionRow> findByNamespaceAndWorkflowAndVersionLessThanOrderByVersionDesc(
            String namespace, String workflow, int before, Limit limit);

    /** The version that last said how a task produces the dataset, deployed or not. */
    @Query("""
            SELECT * FROM versions WHERE namespace = :namespace AND EXISTS (
                SELECT 1 FROM json_each(definition->'spec'->'tasks') t
                WHERE t.value->'outputs'->CAST(:dataset AS text) IS NOT NULL)
            ORDER BY outbox_id DESC LIMIT 1
            """)
    Optional<VersionRow> lastProducing(String namespace, String dataset);
}
