package io.freshet.audit.jdbc.read;

import io.freshet.audit.explain.KeyRange;
import io.freshet.contracts.api.DecisionInfo;
import io.freshet.contracts.api.Explanation.InputChange;
import io.freshet.contracts.api.VersionInfo;
import io.freshet.contracts.event.EventTypes;
import io.freshet.contracts.event.FileChanges;
import io.freshet.contracts.id.DatasetRef;
import io.freshet.contracts.id.TaskRef;
import io.freshet.contracts.partition.PartitionKey;
import java.sql.SQLException;
import java.util.List;
import javax.sql.DataSource;

/**
 * Asks what causes, runs and attempts changed. Every question reads a bounded piece of one index, however much there is. Thread-safe.
 */
public final class Provenance {
    private static final String CHANGES_TYPE = EventTypes.typeOf(FileChanges.class);

    /** How many entries of an index are looked at for those that are meant. */
    private static final int MOST_SCANNED = 20_000;

    /** How much is shown of an instance for each decision about it, with how far its attempts are. */
    private static final int MOST_WORDS = 3;

    /** What an attempt has read, without the chunks of lists that another has read as well. */
    private static final String UNSHARED = """
            SELECT * FROM attempt_inputs i WHERE i.attempt = ? AND NOT EXISTS (
              SELECT FROM listed_inputs l JOIN list_chunks c ON c.list = l.list
              WHERE l.attempt = ? AND l.input = i.input AND c.chunk = i.chunk)
            """;

    private final DataSource database;

    public Provenance(DataSource database) {
        this.database = database;
    }

    List<VersionInfo> changedBy(String cause, int limit) {
        return Query.of(
                        "SELECT * FROM partition_versions WHERE cause_id = ?"
                                + " ORDER BY cause_id, namespace, dataset, partition LIMIT ?",
                        cause,
                        limit)
                .list(database, DatasetQueries::version);
    }

    List<VersionInfo> changedBy(List<String> causes, DatasetRef dataset, KeyRange range, int limit) {
        return Query.of(
                        """
                        SELECT v.* FROM unnest(?::text[]) c (id) CROSS JOIN LATERAL (
                          SELECT * FROM (
                            SELECT cause_id, namespace, dataset, partition FROM partition_versions
                            WHERE cause_id = c.id AND namespace = ? AND dataset = ? AND partition >= ? AND partition <= ?
                            ORDER BY cause_id, namespace, dataset, partition LIMIT ?) k
                          WHERE NOT EXISTS (SELECT FROM unnest(?::text[]) part WHERE strpos('/' || k.partition || '/', part) = 0)
                          ORDER BY k.cause_id, k.namespace, k.dataset, k.partition LIMIT ?) f
                        JOIN partition_versions v USING (cause_id, namespace, dataset, partition)
                        ORDER BY v.partition, v.seq LIMIT ?
                        """,
                        causes,
                        dataset.namespace(),
                        dataset.dataset(),
                        range.from(),
                        range.to(),
                        MOST_SCANNED / Math.max(1, causes.size()),
                        range.parts(),
                        limit,
                        limit)
                .list(database, DatasetQueries::version);
    }

    List<VersionInfo> present(DatasetRef dataset, KeyRange range, int limit) {
        return Query.of(
                        """
                        SELECT v.* FROM (
                          SELECT * FROM (
                            SELECT namespace, dataset, partition FROM partitions
                            WHERE namespace = ? AND dataset = ? AND partition >= ? AND partition <= ? AND fingerprint IS NOT NULL
                            ORDER BY namespace, dataset, partition LIMIT ?) k
                          WHERE NOT EXISTS (SELECT FROM unnest(?::text[]) part WHERE strpos('/' || k.partition || '/', part) = 0)
                          ORDER BY k.namespace, k.dataset, k.partition LIMIT ?) p
                        CROSS JOIN LATERAL (
                          SELECT * FROM partition_versions
                          WHERE namespace = p.namespace AND dataset = p.dataset AND partition = p.partition
                          ORDER BY seq DESC LIMIT 1) v
                        ORDER BY v.partition
                        """,
                        dataset.namespace(),
                        dataset.dataset(),
                        range.from(),
                        range.to(),
                        MOST_SCANNED,
                        range.parts(),
                        limit)
                .list(database, DatasetQueries::version);
    }

    List<VersionInfo> changedByAttempt(String attempt, int limit) {
        return Query.of("""
                        SELECT v.* FROM (SELECT id FROM events WHERE attempt = ? AND type = ? ORDER BY seq) e
                        CROSS JOIN LATERAL (SELECT * FROM partition_versions WHERE id = e.id ORDER BY index LIMIT ?) v
                        LIMIT ?
                        """, attempt, CHANGES_TYPE, limit, limit).list(database, DatasetQueries::version);
    }

    List<DecisionInfo> decisions(List<String> runs, TaskRef task, KeyRange range, int limit) {
        return Query.of(
                        """
                        SELECT d.* FROM unnest(?::text[]) r (run) CROSS JOIN LATERAL (
                          SELECT * FROM (
                            SELECT run, instance, seq FROM decisions
                            WHERE run = r.run AND instance >= ? AND instance <= ?
                            ORDER BY run, instance, seq DESC LIMIT ?) k
                          WHERE NOT EXISTS (SELECT FROM unnest(?::text[]) part WHERE strpos(k.instance || '/', part) = 0)
                          ORDER BY k.run, k.instance, k.seq DESC LIMIT ?) f
                        JOIN decisions d ON d.run = f.run AND d.instance = f.instance AND d.seq = f.seq
                        WHERE NOT d.progress
                        ORDER BY d.instance, d.seq DESC LIMIT ?
                        """,
                        runs,
                        instance(task, range.from(), range),
                        instance(task, range.to(), range),
                        MOST_SCANNED / Math.max(1, runs.size()),
                        range.parts(),
                        MOST_WORDS * limit,
                        limit)
                .list(database, InstanceQueries::decision);
    }

    public List<InputChange> inputs(String attempt, int limit) {
        return Query.of("""
                        SELECT *, fingerprint AS before, fingerprint AS after FROM attempt_inputs WHERE attempt = ?
                        ORDER BY input, namespace, dataset, partition LIMIT ?
                        """, attempt, limit).list(database, Provenance::change);
    }

    /**
     * What differs between the inputs of two attempts.
     *
     * @param before none if there is no such attempt
     */
    public List<InputChange> inputChanges(String attempt, String before, int limit) {
        return Query.of("""
                        SELECT input, namespace, dataset, partition, b.fingerprint AS before, a.fingerprint AS after
                        FROM (%s) a FULL JOIN (%s) b USING (input, namespace, dataset, partition)
                        WHERE a.fingerprint IS DISTINCT FROM b.fingerprint
                        ORDER BY a.fingerprint IS NULL, input, namespace, dataset, partition LIMIT ?
                        """.formatted(UNSHARED, UNSHARED), attempt, before, before, attempt, limit)
                .list(database, Provenance::change);
    }

    private static InputChange change(ResultRow fields) throws SQLException {
        return new InputChange(
                fields.text("input"),
                new DatasetRef(fields.text("namespace"), fields.text("dataset")),
                PartitionKey.parse(fields.text("partition")),
                fields.fingerprintOrNull("before"),
                fields.fingerprintOrNull("after"));
    }

    /** The instance of a task without dimensions is written without a slash at its end. */
    private static String instance(TaskRef task, String key, KeyRange range) {
        return range.to().isEmpty() ? task.toString() : task + "/" + key;
    }
}
