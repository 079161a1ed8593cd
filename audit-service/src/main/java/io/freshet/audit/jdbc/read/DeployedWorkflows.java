package io.freshet.audit.jdbc.read;

import io.micronaut.data.annotation.Query;
import io.micronaut.data.jdbc.annotation.JdbcRepository;
import io.micronaut.data.model.query.builder.sql.Dialect;
import io.micronaut.data.repository.GenericRepository;
import java.util.List;
import java.util.Optional;

/** The tables {@code workflows} and {@code workflow_versions}, and what is open of a workflow. */
@JdbcRepository(dialect = Dialect.POSTGRES)
interface DeployedWorkflows extends GenericRepository<WorkflowRow, String> {
    String DEPLOYED = "SELECT namespace, workflow, v.spec FROM workflows w"
            + " JOIN workflow_versions v USING (namespace, workflow, version)";

    @Query(DEPLOYED)
    List<WorkflowRow> all();

    @Query(DEPLOYED + " WHERE namespace = :namespace")
    List<WorkflowRow> of(String namespace);

    @Query(DEPLOYED + " WHERE namespace = :namespace AND workflow = :workflow")
    Optional<WorkflowRow> of(String namespace, String workflow);

    @Query("""
            SELECT
              (SELECT count(*) FROM instances i WHERE i.namespace = w.namespace AND i.workflow = w.workflow
                 AND i.state IN ('PENDING', 'READY', 'ADMITTED', 'RUNNING', 'RETRYING')) AS unsettled,
              (SELECT count(*) FROM runs r WHERE r.namespace = w.namespace AND r.workflow = w.workflow
                 AND r.state = 'RUNNING') AS open_runs,
              (SELECT d.version FROM workflows d
                 WHERE d.namespace = w.namespace AND d.workflow = w.workflow) AS version
            FROM (SELECT CAST(:namespace AS text) AS namespace, CAST(:workflow AS text) AS workflow) w
            """)
    Unrest unrest(String namespace, String workflow);
}
