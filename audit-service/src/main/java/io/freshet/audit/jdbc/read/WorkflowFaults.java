package io.freshet.audit.jdbc.read;

import io.micronaut.data.annotation.Query;
import io.micronaut.data.jdbc.annotation.JdbcRepository;
import io.micronaut.data.model.query.builder.sql.Dialect;
import io.micronaut.data.repository.GenericRepository;
import java.util.List;
import java.util.Optional;

/** The table {@code workflow_faults}; a row without a code is of a workflow that goes on again. */
@JdbcRepository(dialect = Dialect.POSTGRES)
interface WorkflowFaults extends GenericRepository<WorkflowFaultRow, String> {
    String FAULTED = "SELECT * FROM workflow_faults WHERE code IS NOT NULL";

    @Query(FAULTED + " ORDER BY namespace, workflow LIMIT :limit")
    List<WorkflowFaultRow> all(int limit);

    @Query(FAULTED + " AND namespace = :namespace ORDER BY workflow LIMIT :limit")
    List<WorkflowFaultRow> of(String namespace, int limit);

    @Query(FAULTED + " AND namespace = :namespace AND workflow = :workflow")
    Optional<WorkflowFaultRow> of(String namespace, String workflow);
}
