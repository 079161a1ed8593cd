package io.freshet.audit.jdbc.alert;

import io.freshet.audit.alert.Occurrence;
import io.freshet.audit.jdbc.read.Query;
import io.freshet.audit.jdbc.read.ResultRow;
import io.freshet.contracts.id.WorkflowRef;
import io.freshet.contracts.spec.AlertSpec;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** The table {@code occurrences}: what no rule was asked about yet. */
final class Occurrences {
    /** For so long the rules of a workflow of which nothing is known yet are waited for: topics are read apart from each other. */
    private static final Duration RULES_WITHIN = Duration.ofMinutes(1);

    void add(Connection connection, Occurrence occurrence) throws SQLException {
        Occurrence.Subject subject = occurrence.subject();
        Query.of(
                        "INSERT INTO occurrences"
                                + " (occurrence, condition, namespace, workflow, instance, run, deadline, due_at, topic, sentence, at)"
                                + " VALUES (?, ?, ?, ?, ?, ?, ?, CAST(? AS timestamptz), ?, ?, ?) ON CONFLICT DO NOTHING",
                        occurrence.id(),
                        occurrence.condition().name(),
                        occurrence.workflow().namespace(),
                        occurrence.workflow().workflow(),
                        subject.instance() == null ? null : subject.instance().toString(),
                        subject.run(),
                        subject.deadline(),
                        subject.due(),
                        subject.topic(),
                        occurrence.sentence(),
                        occurrence.at())
                .update(connection);
    }

    /** Takes some, oldest first: they are not there any more. */
    List<Occurrence> take(Connection connection, Instant now, int limit) throws SQLException {
        return Query.of("""
                        WITH taken AS (
                            DELETE FROM occurrences WHERE occurrence IN (
                                SELECT o.occurrence FROM occurrences o
                                WHERE o.at < ? OR EXISTS (
                                    SELECT 1 FROM alert_versions v WHERE v.namespace = o.namespace AND v.workflow = o.workflow)
                                ORDER BY o.at, o.occurrence LIMIT ?)
                            RETURNING *)
                        SELECT * FROM taken ORDER BY at, occurrence
                        """, now.minus(RULES_WITHIN), limit).list(connection, Occurrences::occurrence);
    }

    private static Occurrence occurrence(ResultRow row) throws SQLException {
        return new Occurrence(
                row.text("occurrence"),
                row.name(AlertSpec.Condition.class, "condition"),
                new WorkflowRef(row.text("namespace"), row.text("workflow")),
                new Occurrence.Subject(
                        row.instanceOrNull("instance"),
                        row.textOrNull("run"),
                        row.textOrNull("deadline"),
                        row.timeOrNull("due_at"),
                        row.textOrNull("topic")),
                row.text("sentence"),
                row.time("at"));
    }
}
