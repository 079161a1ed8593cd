package io.freshet.audit.jdbc.alert;

import io.freshet.audit.alert.Arrivals;
import io.freshet.audit.alert.Deadline;
import io.freshet.audit.alert.Expectation;
import io.freshet.audit.jdbc.read.Query;
import io.freshet.contracts.id.WorkflowRef;
import io.freshet.contracts.partition.PartitionKey;
import io.freshet.contracts.spec.DeadlineSpec;
import io.freshet.servicekit.jdbc.SqlFailure;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What has arrived, by the history. A partition is there from the change that made it, once a directory shows it; one that nobody
 * publishes, because it comes from outside, at once.
 */
record JdbcArrivals(Connection connection) implements Arrivals {
    /** A run that took longer counts for no deadline: this bounds what is looked through. */
    private static final Duration LONGEST_RUN = Duration.ofDays(31);

    @Override
    public Optional<Instant> complete(Deadline deadline, Expectation expectation, Instant after) {
        return translated(() -> switch (deadline.spec().subject()) {
            case DeadlineSpec.Partitions expected
            when expectation.partitions().isEmpty() -> firstChange(deadline.workflow(), expected.dataset(), after);
            case DeadlineSpec.Partitions expected ->
                all(deadline.workflow(), expected.dataset(), expectation.partitions(), after);
            case DeadlineSpec.Runs runs -> run(deadline.workflow(), runs, expectation, after);
        });
    }

    @Override
    public Optional<Instant> last(Deadline deadline, Instant after, Instant until) {
        return translated(() -> switch (deadline.spec().subject()) {
            case DeadlineSpec.Partitions expected -> lastChange(deadline.workflow(), expected.dataset(), after, until);
            case DeadlineSpec.Runs runs -> lastRun(deadline.workflow(), runs, after, until);
        });
    }

    /** The latest of the first arrivals of each; empty unless all are there. */
    private Optional<Instant> all(WorkflowRef workflow, String dataset, List<PartitionKey> partitions, Instant after)
            throws SQLException {
        List<String> keys = partitions.stream().map(PartitionKey::toString).toList();
        return Query.of("""
                        SELECT max(f.at) AS at FROM partitions p CROSS JOIN LATERAL (
                            SELECT min(v.at) AS at FROM partition_versions v
                            WHERE v.namespace = p.namespace AND v.dataset = p.dataset AND v.partition = p.partition
                            AND v.fingerprint IS NOT NULL AND v.at > ?) f
                        WHERE p.namespace = ? AND p.dataset = ? AND p.partition = ANY (?) AND p.fingerprint IS NOT NULL
                        AND (p.instance IS NULL OR p.published_fingerprint IS NOT NULL) AND f.at IS NOT NULL
                        HAVING count(*) = ?
                        """, after, workflow.namespace(), dataset, keys, keys.size())
                .first(connection, row -> row.time("at"));
    }

    private Optional<Instant> firstChange(WorkflowRef workflow, String dataset, Instant after) throws SQLException {
        return Query.of("""
                        SELECT v.at FROM partition_versions v
                        WHERE v.at > ? AND v.namespace = ? AND v.dataset = ? AND v.fingerprint IS NOT NULL
                        AND (SELECT d.changed_at > ? FROM datasets d WHERE d.namespace = v.namespace AND d.dataset = v.dataset)
                        ORDER BY v.at LIMIT 1
                        """, after, workflow.namespace(), dataset, after).first(connection, row -> row.time("at"));
    }

    private Optional<Instant> lastChange(WorkflowRef workflow, String dataset, Instant after, Instant until)
            throws SQLException {
        Optional<Instant> last = Query.of(
                        "SELECT changed_at FROM datasets WHERE namespace = ? AND dataset = ? AND changed_at > ?",
                        workflow.namespace(),
                        dataset,
                        after)
                .first(connection, row -> row.time("changed_at"));
        return last.isEmpty()
                ? last
                : Query.of("""
                                SELECT at FROM partition_versions
                                WHERE at > ? AND at <= ? AND namespace = ? AND dataset = ? AND fingerprint IS NOT NULL
                                ORDER BY at DESC LIMIT 1
                                """, after, until, workflow.namespace(), dataset).first(connection, row -> row.time("at"));
    }

    /** Of a schedule's runs that for a time until then counts, also if it was made up for later; of any, one that began after it. */
    private Optional<Instant> run(WorkflowRef workflow, DeadlineSpec.Runs runs, Expectation expectation, Instant after)
            throws SQLException {
        String schedule = runs.schedule();
        return succeeded(workflow, runs, after)
                .add("AND started_at > ?", after)
                .addIf(
                        schedule == null ? null : expectation.due(),
                        "AND (cause->'firing'->>'nominalTime')::timestamptz <= ?")
                .add("ORDER BY finished_at LIMIT 1")
                .first(connection, row -> row.time("finished_at"));
    }

    private Optional<Instant> lastRun(WorkflowRef workflow, DeadlineSpec.Runs runs, Instant after, Instant until)
            throws SQLException {
        return succeeded(workflow, runs, after)
                .add("AND finished_at > ? AND finished_at <= ? ORDER BY finished_at DESC LIMIT 1", after, until)
                .first(connection, row -> row.time("finished_at"));
    }

    private static Query succeeded(WorkflowRef workflow, DeadlineSpec.Runs runs, Instant after) {
        return Query.of(
                        "SELECT finished_at FROM runs WHERE namespace = ? AND workflow = ? AND state = 'SUCCEEDED'",
                        workflow.namespace(),
                        workflow.workflow())
                .add("AND started_at > ?", after.minus(LONGEST_RUN))
                .addIf(runs.schedule(), "AND cause->'firing'->>'schedule' = ?");
    }

    private interface Question {
        Optional<Instant> ask() throws SQLException;
    }

    private static Optional<Instant> translated(Question question) {
        try {
            return question.ask();
        } catch (SQLException e) {
            throw SqlFailure.exception(e);
        }
    }
}
