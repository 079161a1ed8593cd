package io.freshet.audit.jdbc.alert;

import io.freshet.audit.alert.AlertTimes;
import io.freshet.audit.jdbc.read.Query;
import io.freshet.contracts.api.AlertInfo;
import io.freshet.contracts.id.WorkflowRef;
import io.freshet.contracts.spec.AlertSpec;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Ends alerts that are over. */
final class AlertEndings {
    /** Alerts of one step and kind. */
    private static final int MOST = 200;

    /** Rejected records end by nothing: those of an alert of which no more was heard for so long are over. */
    private static final Duration QUIET_AFTER = Duration.ofHours(1);

    private static final String FAILED = """
            NOT EXISTS (SELECT 1 FROM alert_occurrences o JOIN instances i ON i.instance = o.instance
                        WHERE o.alert = a.alert AND NOT i.gone AND i.state NOT IN ('SUCCEEDED', 'SKIPPED'))
            """;
    private static final String FAULTED = """
            NOT EXISTS (SELECT 1 FROM workflow_faults f
                        WHERE f.namespace = a.namespace AND f.workflow = a.workflow AND f.code IS NOT NULL)
            """;
    private static final String STUCK = """
            NOT EXISTS (SELECT 1 FROM runs r WHERE r.run = a.run AND r.state = 'RUNNING')
            OR EXISTS (SELECT 1 FROM attempts t WHERE t.run = a.run AND greatest(t.started_at, t.finished_at) > a.last_at)
            """;
    private static final String EXPECTED = """
            EXISTS (SELECT 1 FROM expectations e WHERE e.namespace = a.namespace AND e.workflow = a.workflow
                    AND e.deadline = a.deadline AND e.due_at = a.due_at AND e.state = ANY (?))
            """;

    private record Ended(
            String alert,
            WorkflowRef workflow,
            String rule,
            int notified,
            @Nullable Instant notifyAt) {}

    /** Ends what is over; how many. */
    int step(Connection connection, Instant now) throws SQLException {
        return end(connection, AlertSpec.Condition.FAILED, AlertInfo.State.RECOVERED, now, Query.of(FAILED))
                + end(connection, AlertSpec.Condition.FAULTED, AlertInfo.State.RECOVERED, now, Query.of(FAULTED))
                + end(connection, AlertSpec.Condition.STUCK, AlertInfo.State.RECOVERED, now, Query.of(STUCK))
                + end(
                        connection,
                        AlertSpec.Condition.LATE,
                        AlertInfo.State.RECOVERED,
                        now,
                        Query.of(EXPECTED, List.of("ARRIVED")))
                + end(
                        connection,
                        AlertSpec.Condition.LATE,
                        AlertInfo.State.CLOSED,
                        now,
                        Query.of("NOT " + EXPECTED, List.of("EXPECTED", "LATE", "ARRIVED")))
                + end(
                        connection,
                        AlertSpec.Condition.DEAD_LETTER,
                        AlertInfo.State.CLOSED,
                        now,
                        Query.of("a.last_at < ?", now.minus(QUIET_AFTER)));
    }

    private static int end(
            Connection connection, AlertSpec.Condition condition, AlertInfo.State state, Instant now, Query isOver)
            throws SQLException {
        List<Ended> ended = Query.of("UPDATE alerts SET state = ?, ended_at = ? WHERE alert IN (", state.name(), now)
                .add("SELECT a.alert FROM alerts a WHERE a.state = 'OPEN' AND a.condition = ? AND (", condition.name())
                .add(isOver)
                .add(") LIMIT ?) RETURNING alert, namespace, workflow, rule, notified, notify_at", MOST)
                .list(
                        connection,
                        row -> new Ended(
                                row.text("alert"),
                                new WorkflowRef(row.text("namespace"), row.text("workflow")),
                                row.text("rule"),
                                row.integer("notified"),
                                row.timeOrNull("notify_at")));
        for (Ended one : ended) {
            Query.of("UPDATE alerts SET notify_at = CAST(? AS timestamptz)", last(connection, one, state, now))
                    .add("WHERE alert = ?", one.alert())
                    .update(connection);
        }
        return ended.size();
    }

    /** When the last message about it is due: one that was not sent yet says that it is over. */
    private static @Nullable Instant last(Connection connection, Ended ended, AlertInfo.State state, Instant now)
            throws SQLException {
        if (ended.notified() == 0) {
            return ended.notifyAt();
        }
        Optional<AlertSpec> rule = AlertDefinitions.rule(connection, ended.workflow(), ended.rule());
        return rule.filter(known ->
                        state == AlertInfo.State.RECOVERED && known.on().contains(AlertSpec.Condition.RECOVERED))
                .map(known -> AlertTimes.held(known, now))
                .orElse(null);
    }
}
