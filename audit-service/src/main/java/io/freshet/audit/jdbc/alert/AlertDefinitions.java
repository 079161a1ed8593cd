package io.freshet.audit.jdbc.alert;

import io.freshet.audit.alert.Deadline;
import io.freshet.audit.jdbc.read.Query;
import io.freshet.audit.jdbc.write.PostgresText;
import io.freshet.contracts.id.WorkflowRef;
import io.freshet.contracts.partition.Layout;
import io.freshet.contracts.spec.AlertSpec;
import io.freshet.contracts.spec.DeadlineSpec;
import io.freshet.contracts.spec.WorkflowSpec;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Brings deadlines and rules to what the deployed versions of workflows say. */
final class AlertDefinitions {
    /** Workflows of one step. */
    private static final int MOST = 50;

    private final Expectations expectations;

    AlertDefinitions(Expectations expectations) {
        this.expectations = expectations;
    }

    /**
     * A workflow whose version is not the one that is known.
     *
     * @param spec null: it is not deployed any more
     */
    private record Changed(
            WorkflowRef workflow,
            int version,
            @Nullable WorkflowSpec spec,
            @Nullable Instant at) {}

    /** Takes over some versions; how many. */
    int step(Connection connection, Instant now) throws SQLException {
        List<Changed> changed = Query.of("""
                        SELECT coalesce(w.namespace, a.namespace) AS namespace, coalesce(w.workflow, a.workflow) AS workflow,
                               coalesce(w.version, 0) AS version, v.spec, v.at
                        FROM workflows w FULL JOIN alert_versions a USING (namespace, workflow)
                        LEFT JOIN workflow_versions v ON v.namespace = w.namespace AND v.workflow = w.workflow AND v.version = w.version
                        WHERE coalesce(w.version, 0) <> coalesce(a.version, 0) AND (w.version IS NULL OR v.spec IS NOT NULL)
                        LIMIT ?
                        """, MOST)
                .list(
                        connection,
                        row -> new Changed(
                                new WorkflowRef(row.text("namespace"), row.text("workflow")),
                                row.integer("version"),
                                row.json("spec", WorkflowSpec.class).orElse(null),
                                row.timeOrNull("at")));
        for (Changed one : changed) {
            takeOver(connection, one, now);
        }
        return changed.size();
    }

    private void takeOver(Connection connection, Changed changed, Instant now) throws SQLException {
        WorkflowRef workflow = changed.workflow();
        WorkflowSpec spec = changed.spec();
        Instant at = changed.at();
        if (spec == null || at == null) {
            setDeadlines(connection, workflow, List.of(), now);
            setRules(connection, workflow, List.of(), now);
            of("DELETE FROM alert_versions", workflow).update(connection);
            return;
        }
        setDeadlines(
                connection,
                workflow,
                spec.deadlines().stream()
                        .map(deadline -> new Deadline(workflow, deadline, layout(spec, deadline)))
                        .toList(),
                at);
        setRules(connection, workflow, spec.alerts(), now);
        Query.of(
                        "INSERT INTO alert_versions (namespace, workflow, version) VALUES (?, ?, ?)"
                                + " ON CONFLICT (namespace, workflow) DO UPDATE SET version = excluded.version",
                        workflow.namespace(),
                        workflow.workflow(),
                        changed.version())
                .update(connection);
    }

    private static Layout layout(WorkflowSpec spec, DeadlineSpec deadline) {
        return switch (deadline.subject()) {
            case DeadlineSpec.Partitions expected -> spec.layout(expected.dataset());
            case DeadlineSpec.Runs _ -> Layout.WHOLE_DIRECTORY;
        };
    }

    /** A deadline that is as it was goes on; one that is not begins anew, and what it still expected is withdrawn. */
    private void setDeadlines(Connection connection, WorkflowRef workflow, List<Deadline> wanted, Instant from)
            throws SQLException {
        List<Deadline> known = expectations.deadlines(connection, workflow);
        for (Deadline old : known) {
            if (!wanted.contains(old)) {
                expectations.withdraw(connection, old);
            }
        }
        for (Deadline deadline : wanted) {
            if (!known.contains(deadline)) {
                expectations.begin(connection, deadline, from);
            }
        }
    }

    /** What alerts of rules that are gone are about is awaited by nobody any more. */
    private static void setRules(Connection connection, WorkflowRef workflow, List<AlertSpec> rules, Instant now)
            throws SQLException {
        List<String> names = rules.stream().map(AlertSpec::name).toList();
        of("DELETE FROM alert_rules", workflow)
                .add("AND rule <> ALL (?)", names)
                .update(connection);
        Query.of("UPDATE alerts SET state = 'CLOSED', ended_at = ?, notify_at = NULL", now)
                .add("WHERE namespace = ? AND workflow = ?", workflow.namespace(), workflow.workflow())
                .add("AND state = 'OPEN' AND rule <> ALL (?)", names)
                .update(connection);
        for (AlertSpec rule : rules) {
            boolean isAboutStuck = rule.on().contains(AlertSpec.Condition.STUCK);
            Query.of(
                            "INSERT INTO alert_rules (namespace, workflow, rule, spec, stuck_look_at)"
                                    + " VALUES (?, ?, ?, CAST(? AS json), CAST(? AS timestamptz))"
                                    + " ON CONFLICT (namespace, workflow, rule) DO UPDATE"
                                    + " SET spec = excluded.spec, stuck_look_at = excluded.stuck_look_at",
                            workflow.namespace(),
                            workflow.workflow(),
                            rule.name(),
                            PostgresText.json(rule),
                            isAboutStuck ? now : null)
                    .update(connection);
        }
    }

    private static Query of(String sql, WorkflowRef workflow) {
        return Query.of(sql + " WHERE namespace = ? AND workflow = ?", workflow.namespace(), workflow.workflow());
    }

    /** The rule of this name; empty if there is none any more. */
    static Optional<AlertSpec> rule(Connection connection, WorkflowRef workflow, String name) throws SQLException {
        return of("SELECT spec FROM alert_rules", workflow)
                .add("AND rule = ?", name)
                .first(connection, row -> row.json("spec", AlertSpec.class))
                .flatMap(spec -> spec);
    }

    /** The rules of a workflow, by name. */
    static List<AlertSpec> rules(Connection connection, WorkflowRef workflow) throws SQLException {
        return of("SELECT spec FROM alert_rules", workflow)
                .add("ORDER BY rule")
                .list(connection, row -> row.json("spec", AlertSpec.class))
                .stream()
                .flatMap(Optional::stream)
                .toList();
    }
}
