package io.freshet.audit.jdbc.read;

import io.freshet.contracts.api.StatusSummary.TaskStatus;
import io.freshet.contracts.event.InstanceState;
import io.freshet.contracts.id.DatasetRef;
import io.freshet.contracts.id.TaskRef;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * How many instances and partitions there are, which triggers of the database add up, so that asking costs the same however many there are;
 * and the deletion of instances that are gone. Thread-safe; several services may do the housekeeping at once.
 */
public final class Totals {
    /** Rows that one transaction deletes. */
    static final int DELETED_AT_ONCE = 10_000;

    private static final List<String> SUM_UP = List.of("""
            WITH taken AS (DELETE FROM instance_totals RETURNING *)
            INSERT INTO instance_totals
            SELECT namespace, workflow, task, state, sum(instances) FROM taken
            GROUP BY namespace, workflow, task, state HAVING sum(instances) <> 0
            """, """
            WITH taken AS (DELETE FROM partition_totals RETURNING *)
            INSERT INTO partition_totals
            SELECT namespace, dataset, sum(partitions), sum(files), sum(bytes) FROM taken
            GROUP BY namespace, dataset HAVING sum(partitions) <> 0 OR sum(files) <> 0 OR sum(bytes) <> 0
            """);

    private final DataSource database;
    private final InstantSource clock;

    public Totals(DataSource database, InstantSource clock) {
        this.database = database;
        this.clock = clock;
    }

    /** What the partitions of a dataset amount to. */
    record Size(long partitions, long files, long bytes) {
        static final Size NOTHING = new Size(0, 0, 0);
    }

    /** How many instances of each task are in which state. */
    public List<TaskStatus> instances(@Nullable String namespace) {
        Map<TaskRef, Map<InstanceState, Long>> tasks = new TreeMap<>();
        Query.of("SELECT namespace, workflow, task, state, sum(instances)::bigint AS instances"
                        + " FROM instance_totals WHERE true")
                .addIf(namespace, "AND namespace = ?")
                .add("GROUP BY namespace, workflow, task, state HAVING sum(instances) <> 0")
                .list(
                        database,
                        fields -> tasks.computeIfAbsent(
                                        new TaskRef(
                                                fields.text("namespace"), fields.text("workflow"), fields.text("task")),
                                        _ -> new TreeMap<>())
                                .put(fields.name(InstanceState.class, "state"), fields.number("instances")));
        return tasks.entrySet().stream()
                .map(task -> new TaskStatus(task.getKey(), task.getValue()))
                .toList();
    }

    /** The sizes of the datasets that have any partition. */
    Map<DatasetRef, Size> datasets(@Nullable String namespace) {
        record Row(DatasetRef dataset, Size size) {}
        Map<DatasetRef, Size> sizes = new TreeMap<>();
        Query.of("SELECT namespace, dataset, sum(partitions)::bigint AS partitions, sum(files)::bigint AS files,"
                        + " sum(bytes)::bigint AS bytes FROM partition_totals WHERE true")
                .addIf(namespace, "AND namespace = ?")
                .add("GROUP BY namespace, dataset")
                .list(
                        database,
                        fields -> new Row(
                                new DatasetRef(fields.text("namespace"), fields.text("dataset")),
                                new Size(fields.number("partitions"), fields.number("files"), fields.number("bytes"))))
                .forEach(row -> sizes.put(row.dataset(), row.size()));
        return sizes;
    }

    /** Replaces what was added by its sums. */
    public void sumUp() throws SQLException {
        try (Connection connection = database.getConnection()) {
            connection.setAutoCommit(true);
            for (String table : SUM_UP) {
                try (PreparedStatement statement = connection.prepareStatement(table)) {
                    statement.executeUpdate();
                }
            }
        }
    }

    /**
     * Deletes instances that have been gone for longer than this, some at a time.
     *
     * @return how many
     */
    public int deleteGone(Duration kept) throws SQLException {
        Instant before = clock.instant().minus(kept);
        int deleted = 0;
        int last;
        do {
            last = deleteSome(before);
            deleted += last;
        } while (last == DELETED_AT_ONCE);
        return deleted;
    }

    private int deleteSome(Instant before) throws SQLException {
        try (Connection connection = database.getConnection();
                PreparedStatement statement =
                        connection.prepareStatement("DELETE FROM instances WHERE instance IN (SELECT instance"
                                + " FROM instances WHERE gone AND decided_at < ? ORDER BY decided_at LIMIT ?)"
                                + " AND gone AND decided_at < ?")) {
            connection.setAutoCommit(true);
            statement.setObject(1, before.atOffset(ZoneOffset.UTC));
            statement.setInt(2, DELETED_AT_ONCE);
            statement.setObject(3, before.atOffset(ZoneOffset.UTC));
            return statement.executeUpdate();
        }
    }
}
