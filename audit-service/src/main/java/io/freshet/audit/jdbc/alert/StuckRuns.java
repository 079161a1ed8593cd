package io.freshet.audit.jdbc.alert;

import io.freshet.audit.alert.Occurrence;
import io.freshet.audit.jdbc.read.Query;
import io.freshet.contracts.id.DerivedId;
import io.freshet.contracts.id.WorkflowRef;
import io.freshet.contracts.spec.AlertSpec;
import io.freshet.contracts.text.DurationText;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Looks for runs that go on while nothing of them begins or ends. */
final class StuckRuns {
    /** Rules of one step, and runs of one look: the oldest. */
    private static final int MOST = 50;

    /** How many looks fall into the time after which a run is stuck. */
    private static final int LOOKS = 10;

    private final Alerts alerts;

    StuckRuns(Alerts alerts) {
        this.alerts = alerts;
    }

    private record Rule(WorkflowRef workflow, AlertSpec spec) {}

    private record Run(String run, Instant progressAt) {}

    /** Asks some rules; how many. */
    int step(Connection connection, Instant now) throws SQLException {
        List<Rule> rules = Query.of(
                        "SELECT * FROM alert_rules WHERE stuck_look_at <= ? ORDER BY stuck_look_at LIMIT ?", now, MOST)
                .list(connection, row -> {
                    WorkflowRef workflow = new WorkflowRef(row.text("namespace"), row.text("workflow"));
                    return row.json("spec", AlertSpec.class).map(spec -> new Rule(workflow, spec));
                })
                .stream()
                .flatMap(Optional::stream)
                .toList();
        for (Rule rule : rules) {
            lookAt(connection, rule, now);
        }
        return rules.size();
    }

    private void lookAt(Connection connection, Rule rule, Instant now) throws SQLException {
        Duration after = rule.spec().times().stuckAfter();
        WorkflowRef workflow = rule.workflow();
        for (Run run : stuck(connection, workflow, now.minus(after))) {
            Occurrence occurrence = new Occurrence(
                    DerivedId.of("stuck", run.run(), run.progressAt().toString()),
                    AlertSpec.Condition.STUCK,
                    workflow,
                    Occurrence.Subject.ofRun(run.run()),
                    "run %s goes on, and none of its attempts has begun or ended for %s"
                            .formatted(run.run(), DurationText.format(after)),
                    now);
            alerts.add(connection, rule.spec(), occurrence, now);
        }
        Query.of("UPDATE alert_rules SET stuck_look_at = ?", now.plus(after.dividedBy(LOOKS)))
                .add("WHERE namespace = ? AND workflow = ?", workflow.namespace(), workflow.workflow())
                .add("AND rule = ?", rule.spec().name())
                .update(connection);
    }

    /** An attempt that only waits, for its turn or for a time, is no progress. */
    private static List<Run> stuck(Connection connection, WorkflowRef workflow, Instant before) throws SQLException {
        return Query.of("""
                        SELECT run, progress_at FROM (
                            SELECT r.run, greatest(r.started_at, r.reopened_at, (
                                SELECT max(greatest(t.started_at, t.finished_at)) FROM attempts t WHERE t.run = r.run)) AS progress_at
                            FROM runs r WHERE r.namespace = ? AND r.workflow = ? AND r.state = 'RUNNING' AND r.started_at < ?
                            ORDER BY r.started_at LIMIT ?) p
                        WHERE progress_at < ?
                        """, workflow.namespace(), workflow.workflow(), before, MOST, before)
                .list(connection, row -> new Run(row.text("run"), row.time("progress_at")));
    }
}
