package io.freshet.scheduler.jdbc;

import io.micronaut.data.annotation.Query;
import io.micronaut.data.jdbc.annotation.JdbcRepository;
import io.micronaut.data.model.query.builder.sql.Dialect;
import io.micronaut.data.repository.GenericRepository;
import java.util.Optional;

/** The table {@code workflows}. It changes under the lock of the namespace. */
@JdbcRepository(dialect = Dialect.POSTGRES)
interface WorkflowRepository extends GenericRepository<WorkflowRow, String> {
    Optional<WorkflowRow> findByNamespaceAndName(String namespace, String name);

    /** Counts the next version, which becomes the deployed one, and returns it. */
    @Query("""
            INSERT INTO workflows (namespace, name, last_version, current_version) VALUES (:namespace, :name, 1, 1)
            ON CONFLICT (namespace, name) DO UPDATE
            SET last_version = workflows.last_version + 1, current_version = workflows.last_version + 1
            RETURNING last_version
            """)
    int nextVersion(String namespace, String name);

    @Query("UPDATE workflows SET current_version = NULL WHERE namespace = :namespace AND name = :name")
    void remove(String namespace, String name);
}
