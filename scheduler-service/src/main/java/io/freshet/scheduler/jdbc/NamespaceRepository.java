package io.freshet.scheduler.jdbc;

import io.micronaut.data.annotation.Query;
import io.micronaut.data.jdbc.annotation.JdbcRepository;
import io.micronaut.data.model.query.builder.sql.Dialect;
import io.micronaut.data.repository.GenericRepository;
import java.util.List;
import java.util.Optional;

/** The table {@code namespaces}. */
@JdbcRepository(dialect = Dialect.POSTGRES)
interface NamespaceRepository extends GenericRepository<NamespaceRow, String> {
    @Query("""
            INSERT INTO namespaces (name, created_by, created_at) VALUES (:name, :createdBy, :createdAt)
            ON CONFLICT DO NOTHING
            """)
    void insertIfAbsent(NamespaceRow namespace);

    /** Locks the namespace until the transaction ends. */
    Optional<NamespaceRow> findByNameForUpdate(String name);

    @Query("""
            SELECT n.name, n.created_by, n.created_at,
                   (SELECT count(*) FROM workflows w WHERE w.namespace = n.name AND w.current_version IS NOT NULL)
                       AS workflows
            FROM namespaces n WHERE n.name > :after ORDER BY n.name LIMIT :limit
            """)
    List<NamespaceSummary> list(String after, int limit);
}
