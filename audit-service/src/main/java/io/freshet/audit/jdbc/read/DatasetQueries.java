package io.freshet.audit.jdbc.read;

import io.freshet.contracts.api.DatasetInfo;
import io.freshet.contracts.api.PartitionInfo;
import io.freshet.contracts.api.VersionInfo;
import io.freshet.contracts.data.Fingerprint;
import io.freshet.contracts.data.PartitionVersion;
import io.freshet.contracts.event.Cause;
import io.freshet.contracts.id.DatasetRef;
import io.freshet.contracts.id.TaskRef;
import io.freshet.contracts.id.WorkflowRef;
import io.freshet.contracts.partition.PartitionKey;
import io.freshet.contracts.spec.DatasetSpec;
import io.freshet.contracts.spec.WorkflowSpec;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** Asks for datasets, their partitions, and the versions of these. Thread-safe. */
public final class DatasetQueries {
    private final DataSource database;
    private final WorkflowQueries workflows;
    private final Totals totals;

    public DatasetQueries(DataSource database, WorkflowQueries workflows, Totals totals) {
        this.database = database;
        this.totals = totals;
        this.workflows = workflows;
    }

    /** In the order of their names: those that a deployed workflow declares, and those that anything was seen in. */
    public ResultPage<DatasetInfo> list(@Nullable String namespace, PageRequest slice) {
        SortedMap<DatasetRef, DatasetInfo> all = new TreeMap<>();
        for (Map.Entry<WorkflowRef, WorkflowSpec> workflow :
                workflows.deployed(namespace).entrySet()) {
            workflow.getValue().datasets().values().forEach(spec -> {
                DatasetInfo declared = declared(workflow.getKey(), workflow.getValue(), spec);
                all.merge(declared.dataset(), declared, (one, other) -> one.producer() == null ? other : one);
            });
        }
        Query.of("SELECT * FROM datasets WHERE true")
                .addIf(namespace, "AND namespace = ?")
                .list(database, DatasetQueries::seen)
                .forEach(seen -> all.merge(seen.dataset(), seen, DatasetQueries::join));
        List<String> after = slice.after();
        List<DatasetInfo> wanted = all.values().stream()
                .filter(info -> after == null || info.dataset().toString().compareTo(after.getFirst()) > 0)
                .toList();
        ResultPage<DatasetInfo> listed =
                ResultPage.of(wanted, slice, info -> List.of(info.dataset().toString()));
        Map<DatasetRef, Totals.Size> sizes = totals.datasets(namespace);
        List<DatasetInfo> sized = new ArrayList<>();
        for (DatasetInfo info : listed.items()) {
            sized.add(sized(info, sizes.getOrDefault(info.dataset(), Totals.Size.NOTHING)));
        }
        return new ResultPage<>(sized, listed.next());
    }

    /** Those that exist, in the order of their keys. */
    public ResultPage<PartitionInfo> partitions(DatasetRef dataset, String prefix, PageRequest slice) {
        Query query = Query.of(
                "SELECT p.*, d.watched FROM partitions p JOIN datasets d USING (namespace, dataset)"
                        + " WHERE p.namespace = ? AND p.dataset = ? AND p.fingerprint IS NOT NULL",
                dataset.namespace(),
                dataset.dataset());
        query.addPrefix("p.partition", prefix);
        if (slice.after() != null) {
            query.add("AND p.partition > ?", slice.after().getFirst());
        }
        query.add("ORDER BY p.partition LIMIT ?", slice.fetch());
        return ResultPage.of(
                query.list(database, DatasetQueries::partition),
                slice,
                info -> List.of(info.partition().toString()));
    }

    /**
     * Changes, newest first.
     *
     * @param partition null: of all partitions
     */
    public ResultPage<VersionInfo> versions(DatasetRef dataset, @Nullable PartitionKey partition, PageRequest slice) {
        Query query = Query.of(
                        "SELECT * FROM partition_versions WHERE namespace = ? AND dataset = ?",
                        dataset.namespace(),
                        dataset.dataset())
                .addIf(partition == null ? null : partition.toString(), "AND partition = ?");
        if (slice.after() != null) {
            query.add(
                    "AND (seq, index) < (?, ?)",
                    Long.parseLong(slice.after().getFirst()),
                    Integer.parseInt(slice.after().get(1)));
        }
        record Listable(VersionInfo info, long seq, int index) {}
        ResultPage<Listable> listed = ResultPage.of(
                query.add("ORDER BY seq DESC, index DESC LIMIT ?", slice.fetch())
                        .list(
                                database,
                                fields -> new Listable(version(fields), fields.number("seq"), fields.integer("index"))),
                slice,
                row -> List.of(Long.toString(row.seq()), Integer.toString(row.index())));
        return new ResultPage<>(listed.items().stream().map(Listable::info).toList(), listed.next());
    }

    /** When the partition last became this version, and by what. */
    public Optional<VersionInfo> version(DatasetRef dataset, PartitionKey partition, Fingerprint fingerprint) {
        return Query.of(
                        "SELECT * FROM partition_versions WHERE namespace = ? AND dataset = ? AND partition = ?"
                                + " AND fingerprint = ? ORDER BY seq DESC, index DESC LIMIT 1",
                        dataset.namespace(),
                        dataset.dataset(),
                        partition.toString(),
                        fingerprint.hex())
                .first(database, DatasetQueries::version);
    }

    /** The present version of a partition; empty if it does not exist. */
    public Optional<Fingerprint> current(DatasetRef dataset, PartitionKey partition) {
        return Query.of(
                        "SELECT fingerprint FROM partitions WHERE namespace = ? AND dataset = ? AND partition = ?"
                                + " AND fingerprint IS NOT NULL",
                        dataset.namespace(),
                        dataset.dataset(),
                        partition.toString())
                .first(database, fields -> new Fingerprint(fields.text("fingerprint")));
    }

    private static DatasetInfo sized(DatasetInfo info, Totals.Size size) {
        return new DatasetInfo(
                info.dataset(),
                info.path(),
                info.layout(),
                info.watched(),
                info.producer(),
                info.labels(),
                info.declared(),
                size.partitions(),
                size.files(),
                size.bytes(),
                info.changedAt(),
                null);
    }

    private static DatasetInfo declared(WorkflowRef workflow, WorkflowSpec spec, DatasetSpec dataset) {
        Optional<TaskRef> producer = spec.producer(dataset.name())
                .map(task -> new TaskRef(workflow.namespace(), workflow.workflow(), task.name()));
        return new DatasetInfo(
                new DatasetRef(workflow.namespace(), dataset.name()),
                dataset.path(),
                dataset.layout().toString(),
                producer.isEmpty(),
                producer.orElse(null),
                dataset.labels(),
                true,
                0,
                0,
                0,
                null,
                null);
    }

    private static DatasetInfo seen(ResultRow fields) throws SQLException {
        return new DatasetInfo(
                new DatasetRef(fields.text("namespace"), fields.text("dataset")),
                fields.text("path"),
                fields.text("layout"),
                fields.flag("watched"),
                null,
                List.of(),
                false,
                0,
                0,
                0,
                fields.time("changed_at"),
                null);
    }

    private static DatasetInfo join(DatasetInfo declared, DatasetInfo seen) {
        return new DatasetInfo(
                declared.dataset(),
                declared.path(),
                declared.layout(),
                declared.watched(),
                declared.producer(),
                declared.labels(),
                declared.declared(),
                0,
                0,
                0,
                seen.changedAt(),
                null);
    }

    private static PartitionInfo partition(ResultRow fields) throws SQLException {
        String fingerprint = fields.text("fingerprint");
        boolean watched = fields.flag("watched");
        return new PartitionInfo(
                PartitionKey.parse(fields.text("partition")),
                new PartitionVersion(new Fingerprint(fingerprint), fields.number("files"), fields.number("bytes")),
                fields.time("changed_at"),
                watched || fingerprint.equals(fields.textOrNull("published_fingerprint")),
                fields.timeOrNull("published_at"),
                fields.textOrNull("publication_problem"),
                fields.textOrNull("attempt"),
                fields.textOrNull("run"),
                fields.textOrNull("cause_id"),
                null);
    }

    static VersionInfo version(ResultRow fields) throws SQLException {
        Fingerprint fingerprint = fields.fingerprintOrNull("fingerprint");
        return new VersionInfo(
                new DatasetRef(fields.text("namespace"), fields.text("dataset")),
                PartitionKey.parse(fields.text("partition")),
                fields.fingerprintOrNull("before"),
                fingerprint == null
                        ? null
                        : new PartitionVersion(fingerprint, fields.number("files"), fields.number("bytes")),
                fields.time("at"),
                fields.json("cause", Cause.class).orElseThrow(() -> new SQLException("a version without a cause")),
                fields.instanceOrNull("instance"),
                fields.textOrNull("attempt"),
                fields.textOrNull("run"));
    }
}
