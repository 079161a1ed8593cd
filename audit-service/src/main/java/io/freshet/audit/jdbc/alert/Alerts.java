package io.freshet.audit.jdbc.alert;

import io.freshet.audit.alert.AlertTimes;
import io.freshet.audit.alert.Occurrence;
import io.freshet.audit.jdbc.read.Query;
import io.freshet.audit.jdbc.read.ResultRow;
import io.freshet.contracts.api.AlertInfo;
import io.freshet.contracts.id.DerivedId;
import io.freshet.contracts.id.WorkflowRef;
import io.freshet.contracts.spec.AlertSpec;
import io.freshet.contracts.topic.Topics;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Makes alerts of what has happened: the tables {@code alerts} and {@code alert_occurrences}. */
final class Alerts {
    /** Of what happened longer ago nobody is alerted: it is an old log that is read anew. */
    private static final Duration NEWS = Duration.ofHours(24);

    /** The same of missed deadlines, which are found late where nothing ran that could. */
    private static final Duration NEWS_OF_DEADLINES = Duration.ofDays(7);

    /** Topics whose keys name datasets. */
    private static final Set<String> OF_DATASETS =
            Set.of(Topics.FILE_CHANGES, Topics.DATASET_PROBLEMS, Topics.PARTITION_PUBLISHED);

    /** Occurrences of one step. */
    private static final int MOST = 200;

    private static final String OPEN = """
            INSERT INTO alerts (alert, namespace, workflow, rule, condition, group_key, state, sentence, instance, run, deadline, due_at,
                topic, occurrences, opened_at, last_at, notify_at)
            VALUES (?, ?, ?, ?, ?, ?, 'OPEN', ?, ?, ?, ?, CAST(? AS timestamptz), ?, 1, ?, ?, ?)
            ON CONFLICT (namespace, workflow, rule, condition, group_key) WHERE state = 'OPEN' DO UPDATE
            SET occurrences = alerts.occurrences + 1, last_at = greatest(alerts.last_at, excluded.last_at)
            RETURNING alert
            """;

    private final Occurrences occurrences;

    Alerts(Occurrences occurrences) {
        this.occurrences = occurrences;
    }

    /** Makes alerts of some; of how many. */
    int step(Connection connection, Instant now) throws SQLException {
        List<Occurrence> taken = occurrences.take(connection, now, MOST);
        for (Occurrence occurrence : taken) {
            boolean isMiss = occurrence.condition() == AlertSpec.Condition.LATE;
            if (occurrence.at().isAfter(now.minus(isMiss ? NEWS_OF_DEADLINES : NEWS))) {
                for (Occurrence each : concerned(connection, occurrence)) {
                    addByRules(connection, each, now);
                }
            }
        }
        return taken.size();
    }

    /** It, for each workflow that it concerns: a record about a dataset concerns all that declare it. */
    private static List<Occurrence> concerned(Connection connection, Occurrence occurrence) throws SQLException {
        String topic = occurrence.subject().topic();
        if (topic == null || !OF_DATASETS.contains(topic)) {
            return List.of(occurrence);
        }
        WorkflowRef named = occurrence.workflow();
        return Query.of("""
                        SELECT DISTINCT r.workflow FROM alert_rules r JOIN workflows w USING (namespace, workflow)
                        JOIN workflow_versions v USING (namespace, workflow, version)
                        WHERE r.namespace = ? AND v.spec->'datasets'->?::text IS NOT NULL ORDER BY r.workflow
                        """, named.namespace(), named.workflow())
                .list(connection, row -> occurrence.of(new WorkflowRef(named.namespace(), row.text("workflow"))));
    }

    private void addByRules(Connection connection, Occurrence occurrence, Instant now) throws SQLException {
        for (AlertSpec rule : AlertDefinitions.rules(connection, occurrence.workflow())) {
            if (rule.on().contains(occurrence.condition())) {
                add(connection, rule, occurrence, now);
            }
        }
    }

    /** Adds it to the alert that is open for its group, or opens one; nothing if it is in one already. */
    void add(Connection connection, AlertSpec rule, Occurrence occurrence, Instant now) throws SQLException {
        WorkflowRef workflow = occurrence.workflow();
        boolean isNew = Query.of(
                                "INSERT INTO alert_occurrences (namespace, workflow, rule, occurrence, alert, instance)"
                                        + " VALUES (?, ?, ?, ?, '', ?) ON CONFLICT DO NOTHING",
                                workflow.namespace(),
                                workflow.workflow(),
                                rule.name(),
                                occurrence.id(),
                                text(occurrence.subject().instance()))
                        .update(connection)
                == 1;
        if (isNew) {
            String alert = open(connection, rule, occurrence, now);
            Query.of(
                            "UPDATE alert_occurrences SET alert = ?"
                                    + " WHERE namespace = ? AND workflow = ? AND rule = ? AND occurrence = ?",
                            alert,
                            workflow.namespace(),
                            workflow.workflow(),
                            rule.name(),
                            occurrence.id())
                    .update(connection);
        }
    }

    private static String open(Connection connection, AlertSpec rule, Occurrence occurrence, Instant now)
            throws SQLException {
        WorkflowRef workflow = occurrence.workflow();
        Occurrence.Subject subject = occurrence.subject();
        return Query.of(
                        OPEN,
                        DerivedId.of("alert", workflow.toString(), rule.name(), occurrence.id()),
                        workflow.namespace(),
                        workflow.workflow(),
                        rule.name(),
                        occurrence.condition().name(),
                        occurrence.group(rule.groupBy()),
                        occurrence.sentence(),
                        text(subject.instance()),
                        subject.run(),
                        subject.deadline(),
                        subject.due(),
                        subject.topic(),
                        occurrence.at(),
                        occurrence.at(),
                        AlertTimes.first(rule, now))
                .first(connection, row -> row.text("alert"))
                .orElseThrow(() -> new IllegalStateException("an alert that was written has no id"));
    }

    private static @Nullable String text(@Nullable Object value) {
        return value == null ? null : value.toString();
    }

    static AlertInfo info(ResultRow row) throws SQLException {
        return new AlertInfo(
                row.text("alert"),
                new WorkflowRef(row.text("namespace"), row.text("workflow")),
                row.text("rule"),
                row.name(AlertSpec.Condition.class, "condition"),
                row.name(AlertInfo.State.class, "state"),
                row.text("sentence"),
                row.instanceOrNull("instance"),
                row.textOrNull("run"),
                row.textOrNull("deadline"),
                row.timeOrNull("due_at"),
                row.textOrNull("topic"),
                row.number("occurrences"),
                row.time("opened_at"),
                row.time("last_at"),
                row.timeOrNull("ended_at"));
    }
}
