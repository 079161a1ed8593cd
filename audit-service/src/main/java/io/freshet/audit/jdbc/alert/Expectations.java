package io.freshet.audit.jdbc.alert;

import io.freshet.audit.alert.Deadline;
import io.freshet.audit.alert.DeadlineState;
import io.freshet.audit.alert.Expectation;
import io.freshet.audit.alert.LookTimes;
import io.freshet.audit.jdbc.read.Query;
import io.freshet.audit.jdbc.read.ResultRow;
import io.freshet.audit.jdbc.write.PostgresText;
import io.freshet.contracts.api.DeadlineInfo.State;
import io.freshet.contracts.id.DatasetRef;
import io.freshet.contracts.id.WorkflowRef;
import io.freshet.contracts.partition.Layout;
import io.freshet.contracts.partition.PartitionKey;
import io.freshet.contracts.spec.DeadlineSpec;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The tables {@code deadlines} and {@code expectations}. */
final class Expectations {
    private static final String INSERT = """
            INSERT INTO expectations
                (namespace, workflow, deadline, due_at, since, expects, dataset, partitions, state, found_late_at, arrived_at, look_at)
            VALUES (?, ?, ?, ?, ?, ?, ?, CAST(? AS jsonb), ?, CAST(? AS timestamptz), CAST(? AS timestamptz), CAST(? AS timestamptz))
            ON CONFLICT (namespace, workflow, deadline, due_at) DO UPDATE
            SET since = excluded.since, expects = excluded.expects, partitions = excluded.partitions, state = excluded.state,
                found_late_at = excluded.found_late_at, arrived_at = excluded.arrived_at, look_at = excluded.look_at
            """;

    /** One that is to be looked at, with its deadline. */
    record ToLookAt(Deadline deadline, Expectation expectation) {}

    /** The deadlines of a workflow. */
    List<Deadline> deadlines(Connection connection, WorkflowRef workflow) throws SQLException {
        return of("SELECT * FROM deadlines", workflow).list(connection, Expectations::deadline).stream()
                .flatMap(Optional::stream)
                .toList();
    }

    /** Those that are to be looked at, the longest overdue first. */
    List<ToLookAt> toLookAt(Connection connection, Instant now, int limit) throws SQLException {
        return Query.of("""
                        SELECT e.*, d.spec, d.layout FROM expectations e JOIN deadlines d USING (namespace, workflow, deadline)
                        WHERE e.look_at <= ? ORDER BY e.look_at LIMIT ?
                        """, now, limit)
                .list(connection, row -> {
                    Expectation expectation = expectation(row);
                    return deadline(row).map(deadline -> new ToLookAt(deadline, expectation));
                })
                .stream()
                .flatMap(Optional::stream)
                .toList();
    }

    /** Whether something of the deadline is due later. */
    boolean hasLater(Connection connection, Deadline deadline, Instant due) throws SQLException {
        return of("SELECT 1 FROM expectations", deadline)
                .add("AND due_at > ? AND state <> 'WITHDRAWN' LIMIT 1", due)
                .first(connection, row -> true)
                .isPresent();
    }

    /** A deadline begins, under a name that none has. */
    void begin(Connection connection, Deadline deadline, Instant from) throws SQLException {
        Query.of(
                        "INSERT INTO deadlines (namespace, workflow, deadline, spec, layout) VALUES (?, ?, ?, CAST(? AS json), ?)",
                        deadline.workflow().namespace(),
                        deadline.workflow().workflow(),
                        deadline.spec().name(),
                        PostgresText.json(deadline.spec()),
                        deadline.layout().toString())
                .update(connection);
        Optional<Expectation> first = deadline.first(from);
        if (first.isPresent()) {
            save(connection, deadline, first.get(), from);
        }
    }

    /** A deadline ends: nobody expects any more what it still did. */
    void withdraw(Connection connection, Deadline deadline) throws SQLException {
        of("DELETE FROM deadlines", deadline).update(connection);
        of("UPDATE expectations SET state = 'WITHDRAWN', look_at = NULL", deadline)
                .add("AND state IN ('EXPECTED', 'LATE')")
                .update(connection);
    }

    /** What is expected is due at another time. */
    void forget(Connection connection, Deadline deadline, Instant due) throws SQLException {
        of("DELETE FROM expectations", deadline).add("AND due_at = ?", due).update(connection);
    }

    void postpone(Connection connection, Deadline deadline, Instant due, Instant until) throws SQLException {
        Query.of("UPDATE expectations SET look_at = ?", until)
                .add(
                        "WHERE namespace = ? AND workflow = ? AND deadline = ? AND due_at = ?",
                        deadline.workflow().namespace(),
                        deadline.workflow().workflow(),
                        deadline.spec().name(),
                        due)
                .update(connection);
    }

    void save(Connection connection, Deadline deadline, Expectation expectation, Instant now) throws SQLException {
        Query.of(
                        INSERT,
                        deadline.workflow().namespace(),
                        deadline.workflow().workflow(),
                        deadline.spec().name(),
                        expectation.due(),
                        expectation.since(),
                        deadline.expects(),
                        deadline.dataset().map(DatasetRef::dataset).orElse(null),
                        PostgresText.json(expectation.partitions()),
                        state(expectation.state()).name(),
                        foundLateAt(expectation.state()),
                        expectation.state() instanceof DeadlineState.Arrived(Instant at, Instant _) ? at : null,
                        LookTimes.next(expectation, now).orElse(null))
                .update(connection);
    }

    private static State state(DeadlineState state) {
        return switch (state) {
            case DeadlineState.Expected _ -> State.EXPECTED;
            case DeadlineState.Late _ -> State.LATE;
            case DeadlineState.Arrived _ -> State.ARRIVED;
            case DeadlineState.Withdrawn _ -> State.WITHDRAWN;
        };
    }

    private static @Nullable Instant foundLateAt(DeadlineState state) {
        return switch (state) {
            case DeadlineState.Expected _ -> null;
            case DeadlineState.Late(Instant foundAt) -> foundAt;
            case DeadlineState.Arrived(Instant _, Instant foundLateAt) -> foundLateAt;
            case DeadlineState.Withdrawn(Instant foundLateAt) -> foundLateAt;
        };
    }

    static Expectation expectation(ResultRow row) throws SQLException {
        Instant foundLateAt = row.timeOrNull("found_late_at");
        DeadlineState state = switch (row.name(State.class, "state")) {
            case EXPECTED -> new DeadlineState.Expected();
            case LATE -> new DeadlineState.Late(row.time("found_late_at"));
            case ARRIVED -> new DeadlineState.Arrived(row.time("arrived_at"), foundLateAt);
            case WITHDRAWN -> new DeadlineState.Withdrawn(foundLateAt);
        };
        return new Expectation(row.time("due_at"), row.time("since"), partitions(row), state);
    }

    static List<PartitionKey> partitions(ResultRow row) throws SQLException {
        return row.texts("partitions").stream().map(PartitionKey::parse).toList();
    }

    static Optional<Deadline> deadline(ResultRow row) throws SQLException {
        WorkflowRef workflow = new WorkflowRef(row.text("namespace"), row.text("workflow"));
        Layout layout = Layout.parse(row.text("layout"));
        return row.json("spec", DeadlineSpec.class).map(spec -> new Deadline(workflow, spec, layout));
    }

    private static Query of(String sql, WorkflowRef workflow) {
        return Query.of(sql + " WHERE namespace = ? AND workflow = ?", workflow.namespace(), workflow.workflow());
    }

    private static Query of(String sql, Deadline deadline) {
        return of(sql, deadline.workflow())
                .add("AND deadline = ?", deadline.spec().name());
    }
}
