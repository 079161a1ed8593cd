package io.freshet.audit.jdbc.write;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;
import javax.sql.DataSource;

/**
 * Deletes what is older than it is kept: attempts with what they read and wrote, lists that none of them reads, runs, versions of partitions, partitions that were
 * deleted, versions of workflows, dead letters, and gaps. What the present state is explained by stays however old it is: the attempts that
 * an instance's state names, those that wrote a present partition, the runs of both, the last run and the last two versions of a workflow,
 * and the last version of a partition.
 *
 * <p>Each statement is a transaction of its own and deletes a bounded number of rows, so that nobody waits for it, and a pass that was
 * broken off is gone on with by the next. Thread-safe; several services may do it at once.
 */
public final class Retention {
    private static final int ROWS_AT_ONCE = 10_000;

    /** The tables whose rows belong to an attempt. */
    private static final List<String> OF_ATTEMPTS = List.of("named_inputs", "listed_inputs", "attempt_outputs");

    private static final OldRows ATTEMPTS = new OldRows("attempts", "at", "attempt", OldRows.NO_PART, "true", """
            EXISTS (SELECT 1 FROM instances i WHERE i.instance = t.instance
                    AND t.attempt IN (i.succeeded_attempt, i.decided_attempt, i.progress_attempt))
            OR EXISTS (SELECT 1 FROM attempt_outputs o JOIN partitions p USING (namespace, dataset, partition)
                       WHERE o.attempt = t.attempt AND p.attempt = t.attempt)
            """);

    private static final OldRows RUNS =
            new OldRows("runs", "started_at", "run", OldRows.NO_PART, "t.state <> 'RUNNING'", """
            EXISTS (SELECT 1 FROM attempts a WHERE a.run = t.run)
            OR NOT EXISTS (SELECT 1 FROM runs n WHERE n.namespace = t.namespace AND n.workflow = t.workflow
                           AND (n.started_at, n.run) > (t.started_at, t.run))
            """);

    private static final OldRows VERSIONS = new OldRows("partition_versions", "at", "id", "index", "true", """
            t.fingerprint IS NOT NULL
            AND NOT EXISTS (SELECT 1 FROM partition_versions n WHERE n.namespace = t.namespace
                            AND n.dataset = t.dataset AND n.partition = t.partition AND n.seq > t.seq)
            """);

    /**
     * A table of which all old rows go.
     *
     * @param condition of a row {@code t}, with the time as its parameter
     */
    private record Simple(String table, String condition) {}

    private static final List<Simple> SIMPLE = List.of(
            new Simple("partitions", "t.fingerprint IS NULL AND t.changed_at < ?"),
            new Simple("workflow_versions", """
                    t.at < ? AND NOT EXISTS (
                        SELECT 1 FROM workflows w WHERE w.namespace = t.namespace AND w.workflow = t.workflow
                        AND t.version >= w.version - 1)
                    """),
            new Simple("list_chunks", """
                    t.stored_at < ? AND NOT EXISTS (SELECT 1 FROM listed_inputs i WHERE i.list = t.list)
                    """),
            new Simple("chunk_partitions", """
                    t.stored_at < ? AND NOT EXISTS (SELECT 1 FROM list_chunks c WHERE c.chunk = t.chunk)
                    """),
            new Simple("log_gaps", "t.found_at < ?"),
            new Simple("expectations", "t.due_at < ? AND t.look_at IS NULL"),
            new Simple("alerts", "t.ended_at < ? AND t.notify_at IS NULL"),
            new Simple(
                    "alert_occurrences",
                    "t.kept_at < ? AND NOT EXISTS (SELECT 1 FROM alerts a WHERE a.alert = t.alert)"),
            new Simple("deliveries", "t.created_at < ? AND t.next_at IS NULL"));

    private final DataSource database;
    private final InstantSource clock;
    private final int atOnce;

    public Retention(DataSource database, InstantSource clock) {
        this(database, clock, ROWS_AT_ONCE);
    }

    Retention(DataSource database, InstantSource clock, int atOnce) {
        this.database = database;
        this.clock = clock;
        this.atOnce = atOnce;
    }

    /**
     * How long things are kept.
     *
     * @param history attempts, runs, versions of partitions and workflows, partitions that were deleted, gaps
     * @param deadLetters dead letters
     */
    public record Periods(Duration history, Duration deadLetters) {
        public Periods {
            if (history.isNegative() || deadLetters.isNegative()) {
                throw new IllegalArgumentException("freshet.audit.retention: durations cannot be negative");
            }
        }
    }

    /**
     * Deletes all that is older.
     *
     * @return the number of rows deleted, by table; tables without any are left out
     * @throws SQLException if the database does not answer; what was deleted until then is
     */
    public NavigableMap<String, Long> apply(Periods periods) throws SQLException {
        Instant now = clock.instant();
        Instant history = now.minus(periods.history());
        NavigableMap<String, Long> deleted = new TreeMap<>();
        try (Connection connection = database.getConnection()) {
            connection.setAutoCommit(true);
            walk(connection, ATTEMPTS, history, deleted);
            walk(connection, RUNS, history, deleted);
            walk(connection, VERSIONS, history, deleted);
            for (Simple table : SIMPLE) {
                repeat(connection, table.table(), table.condition(), before(history), deleted);
            }
            Instant letters = now.minus(periods.deadLetters());
            repeat(connection, "dead_letters", "t.at < ?", before(letters), deleted);
            repeat(connection, "dead_letter_decisions", "t.decided_at < ?", before(letters), deleted);
        }
        deleted.values().removeIf(rows -> rows == 0);
        return deleted;
    }

    private void walk(Connection connection, OldRows rows, Instant before, NavigableMap<String, Long> deleted)
            throws SQLException {
        OldRows.Step step = rows.next(connection, before, null, atOnce);
        while (step.last() != null) {
            if (rows.equals(ATTEMPTS)) {
                deleteOfAttempts(connection, step.keys(), deleted);
            }
            deleted.merge(rows.table(), (long) rows.delete(connection, step.old()), Long::sum);
            step = rows.next(connection, before, step.last(), atOnce);
        }
    }

    /** First what belongs to them: rows of an attempt that is no more would never be found again. */
    private void deleteOfAttempts(Connection connection, List<String> attempts, NavigableMap<String, Long> deleted)
            throws SQLException {
        for (String table : OF_ATTEMPTS) {
            repeat(
                    connection,
                    table,
                    "t.attempt = ANY(?)",
                    connection.createArrayOf("text", attempts.toArray()),
                    deleted);
        }
    }

    private void repeat(
            Connection connection, String table, String condition, Object parameter, NavigableMap<String, Long> deleted)
            throws SQLException {
        String sql = "DELETE FROM %1$s WHERE ctid = ANY(ARRAY(SELECT t.ctid FROM %1$s t WHERE %2$s LIMIT ?))"
                .formatted(table, condition);
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setObject(1, parameter);
            statement.setInt(2, atOnce);
            int rows;
            do {
                rows = statement.executeUpdate();
                deleted.merge(table, (long) rows, Long::sum);
            } while (rows == atOnce);
        }
    }

    private static Object before(Instant time) {
        return time.atOffset(ZoneOffset.UTC);
    }
}
