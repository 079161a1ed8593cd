package io.freshet.audit.jdbc.read;

import io.freshet.contracts.api.FaultedWorkflow;
import io.freshet.contracts.event.SourceRecord;
import io.freshet.contracts.event.TaskEvent.WorkflowFaulted;
import io.freshet.contracts.id.WorkflowRef;
import io.freshet.contracts.spec.WorkflowSpec;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** Asks for deployed workflows. Thread-safe. */
public final class WorkflowQueries {
    private static final String CURRENT =
            "FROM workflows w JOIN workflow_versions v USING (namespace, workflow, version) WHERE true";

    private static final int MOST_FAULTS = 1_000;
    private static final String FAULTS = "SELECT * FROM workflow_faults WHERE code IS NOT NULL";

    private final DataSource database;

    public WorkflowQueries(DataSource database) {
        this.database = database;
    }

    /** The deployed version of each workflow. */
    public Map<WorkflowRef, WorkflowSpec> deployed(@Nullable String namespace) {
        Map<WorkflowRef, WorkflowSpec> specs = new TreeMap<>();
        Query.of("SELECT namespace, workflow, v.spec " + CURRENT)
                .addIf(namespace, "AND namespace = ?")
                .list(database, fields -> {
                    WorkflowRef workflow = new WorkflowRef(fields.text("namespace"), fields.text("workflow"));
                    return fields.json("spec", WorkflowSpec.class).map(spec -> specs.put(workflow, spec));
                });
        return specs;
    }

    /** The deployed specification; empty if there is none any more, or nothing was heard of it. */
    public Optional<WorkflowSpec> deployed(WorkflowRef workflow) {
        return current("v.spec", workflow)
                .first(database, fields -> fields.json("spec", WorkflowSpec.class))
                .flatMap(spec -> spec);
    }

    /**
     * The workflows that rest because a decision about them failed, by name; at most {@value #MOST_FAULTS}.
     *
     * @param namespace only those of this one; null: all
     */
    public List<FaultedWorkflow> faulted(@Nullable String namespace) {
        return Query.of(FAULTS)
                .addIf(namespace, "AND namespace = ?")
                .add("ORDER BY namespace, workflow LIMIT " + MOST_FAULTS)
                .list(database, WorkflowQueries::fault);
    }

    /** Why a workflow is faulted; empty if it is not. */
    public Optional<FaultedWorkflow> fault(WorkflowRef workflow) {
        return Query.of(FAULTS + " AND namespace = ? AND workflow = ?", workflow.namespace(), workflow.workflow())
                .first(database, WorkflowQueries::fault);
    }

    private static FaultedWorkflow fault(ResultRow fields) throws SQLException {
        return new FaultedWorkflow(
                new WorkflowRef(fields.text("namespace"), fields.text("workflow")),
                Math.toIntExact(fields.number("version")),
                fields.name(WorkflowFaulted.Code.class, "code"),
                fields.text("message"),
                fields.json("source", SourceRecord.class).orElse(null),
                fields.time("faulted_at"));
    }

    /**
     * What of a workflow has not come to rest, at one moment.
     *
     * @param version the deployed version; null if there is none
     */
    public record Unrest(
            long unsettled, long openRuns, @Nullable Integer version) {
        public boolean isNone() {
            return unsettled == 0 && openRuns == 0;
        }
    }

    public Unrest unrest(WorkflowRef workflow) {
        return Query.of("""
                        SELECT
                          (SELECT count(*) FROM instances i WHERE i.namespace = w.namespace AND i.workflow = w.workflow
                             AND i.state IN ('PENDING', 'READY', 'ADMITTED', 'RUNNING', 'RETRYING')) AS unsettled,
                          (SELECT count(*) FROM runs r WHERE r.namespace = w.namespace AND r.workflow = w.workflow
                             AND r.state = 'RUNNING') AS open,
                          (SELECT d.version FROM workflows d
                             WHERE d.namespace = w.namespace AND d.workflow = w.workflow) AS version
                        FROM (SELECT ?::text AS namespace, ?::text AS workflow) w
                        """, workflow.namespace(), workflow.workflow())
                .first(
                        database,
                        fields -> new Unrest(
                                fields.number("unsettled"), fields.number("open"), fields.integerOrNull("version")))
                .orElseThrow();
    }

    private static Query current(String columns, WorkflowRef workflow) {
        return Query.of(
                "SELECT " + columns + " " + CURRENT + " AND namespace = ? AND workflow = ?",
                workflow.namespace(),
                workflow.workflow());
    }
}
