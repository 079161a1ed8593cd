package io.freshet.audit.jdbc;

import io.freshet.audit.domain.KeyRange;
import io.freshet.contracts.api.DecisionInfo;
import io.freshet.contracts.api.VersionInfo;
import io.freshet.contracts.id.DatasetRef;
import io.freshet.contracts.id.TaskRef;
import java.util.List;
import javax.sql.DataSource;

/**
 * Asks what causes, runs and attempts changed. Every question reads a bounded piece of one index, however much there is. Thread-safe.
 */
final class Provenance {
    private static final String CHANGES_TYPE = "io.freshet.files.changed.v1";

    private final DataSource database;

    Provenance(DataSource database) {
        this.database = database;
    }

    List<VersionInfo> changedBy(String cause, int limit) {
        return Query.of(
                        "SELECT * FROM partition_versions WHERE cause_id = ?"
                                + " ORDER BY cause_id, namespace, dataset, partition LIMIT ?",
                        cause,
                        limit)
                .list(database, Datasets::version);
    }

    List<VersionInfo> changedBy(List<String> causes, DatasetRef dataset, KeyRange range, int limit) {
        return Query.of("""
                        SELECT v.* FROM unnest(?::text[]) c (id) CROSS JOIN LATERAL (
                          SELECT * FROM partition_versions
                          WHERE cause_id = c.id AND namespace = ? AND dataset = ? AND partition >= ? AND partition <= ?
                          ORDER BY partition LIMIT ?) v
                        LIMIT ?
                        """, causes, dataset.namespace(), dataset.dataset(), range.from(), range.to(), limit, limit)
                .list(database, Datasets::version);
    }

    List<VersionInfo> present(DatasetRef dataset, KeyRange range, int limit) {
        return Query.of("""
                        SELECT v.* FROM (
                          SELECT namespace, dataset, partition FROM partitions
                          WHERE namespace = ? AND dataset = ? AND partition >= ? AND partition <= ? AND fingerprint IS NOT NULL
                          ORDER BY partition LIMIT ?) p
                        CROSS JOIN LATERAL (
                          SELECT * FROM partition_versions
                          WHERE namespace = p.namespace AND dataset = p.dataset AND partition = p.partition
                          ORDER BY seq DESC LIMIT 1) v
                        ORDER BY v.partition
                        """, dataset.namespace(), dataset.dataset(), range.from(), range.to(), limit)
                .list(database, Datasets::version);
    }

    List<VersionInfo> changedByAttempt(String attempt, int limit) {
        return Query.of("""
                        SELECT v.* FROM (SELECT id FROM events WHERE attempt = ? AND type = ? ORDER BY seq) e
                        CROSS JOIN LATERAL (SELECT * FROM partition_versions WHERE id = e.id ORDER BY index LIMIT ?) v
                        LIMIT ?
                        """, attempt, CHANGES_TYPE, limit, limit).list(database, Datasets::version);
    }

    List<DecisionInfo> decisions(List<String> runs, TaskRef task, KeyRange range, int limit) {
        return Query.of("""
                        SELECT d.* FROM unnest(?::text[]) r (run) CROSS JOIN LATERAL (
                          SELECT * FROM decisions
                          WHERE run = r.run AND instance >= ? AND instance <= ? AND NOT progress
                          ORDER BY run, instance, seq DESC LIMIT ?) d
                        ORDER BY d.instance, d.seq DESC LIMIT ?
                        """, runs, instance(task, range.from(), range), instance(task, range.to(), range), limit, limit)
                .list(database, Instances::decision);
    }

    /** The instance of a task without dimensions is written without a slash at its end. */
    private static String instance(TaskRef task, String key, KeyRange range) {
        return range.to().isEmpty() ? task.toString() : task + "/" + key;
    }
}
