package io.freshet.audit.jdbc.read;

import io.freshet.contracts.api.OrphanInfo;
import io.freshet.contracts.id.DatasetRef;
import io.freshet.contracts.id.TaskRef;
import io.freshet.contracts.id.WorkflowRef;
import io.freshet.contracts.spec.WorkflowSpec;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * Asks for orphaned datasets: what tasks produced, and no deployed workflow produces or reads any more. What a watcher has reported since
 * a task last wrote it counts as somebody's own. Thread-safe.
 */
public final class OrphanQueries {
    private final DataSource database;
    private final WorkflowQueries workflows;
    private final Totals totals;

    public OrphanQueries(DataSource database, WorkflowQueries workflows, Totals totals) {
        this.database = database;
        this.workflows = workflows;
        this.totals = totals;
    }

    /**
     * In the order of their names.
     *
     * @param namespace null: of all
     */
    public ResultPage<OrphanInfo> list(@Nullable String namespace, PageRequest slice) {
        List<String> after = slice.after();
        List<Left> left = left(namespace).stream()
                .filter(orphan -> after == null || orphan.dataset().toString().compareTo(after.getFirst()) > 0)
                .toList();
        ResultPage<Left> listed =
                ResultPage.of(left, slice, orphan -> List.of(orphan.dataset().toString()));
        return new ResultPage<>(listed.items().stream().map(this::describe).toList(), listed.next());
    }

    /** The orphan of this name; empty if there is none. */
    public Optional<OrphanInfo> of(DatasetRef dataset) {
        return left(dataset.namespace()).stream()
                .filter(orphan -> orphan.dataset().equals(dataset))
                .findFirst()
                .map(this::describe);
    }

    /** An orphan, and what is left of it. */
    private record Left(DatasetRef dataset, String path, String layout, Totals.Size size) {}

    private List<Left> left(@Nullable String namespace) {
        Set<DatasetRef> declared = declared(namespace);
        Map<DatasetRef, Totals.Size> sizes = totals.datasets(namespace);
        return Query.of("SELECT namespace, dataset, path, layout FROM datasets WHERE NOT watched")
                .addIf(namespace, "AND namespace = ?")
                .list(database, fields -> {
                    DatasetRef dataset = new DatasetRef(fields.text("namespace"), fields.text("dataset"));
                    Totals.Size size = sizes.getOrDefault(dataset, Totals.Size.NOTHING);
                    return new Left(dataset, fields.text("path"), fields.text("layout"), size);
                })
                .stream()
                .filter(orphan -> orphan.size().partitions() > 0 && !declared.contains(orphan.dataset()))
                .sorted(Comparator.comparing(orphan -> orphan.dataset().toString()))
                .toList();
    }

    private Set<DatasetRef> declared(@Nullable String namespace) {
        Set<DatasetRef> declared = new HashSet<>();
        workflows
                .deployed(namespace)
                .forEach((workflow, spec) -> spec.datasets()
                        .keySet()
                        .forEach(dataset -> declared.add(new DatasetRef(workflow.namespace(), dataset))));
        return declared;
    }

    private OrphanInfo describe(Left left) {
        Optional<Producing> last = lastProducing(left.dataset());
        return new OrphanInfo(
                left.dataset(),
                left.path(),
                left.layout(),
                left.size().partitions(),
                left.size().files(),
                left.size().bytes(),
                last.map(Producing::task).orElse(null),
                last.map(Producing::version).orElse(null),
                last.map(Producing::until).orElse(null));
    }

    /**
     * The last version of a workflow in which a task produced a dataset.
     *
     * @param until when the next version replaced it, or the workflow was removed
     */
    private record Producing(
            TaskRef task, int version, @Nullable Instant until) {}

    private Optional<Producing> lastProducing(DatasetRef dataset) {
        return Query.of("""
                        SELECT v.namespace, v.workflow, v.version, v.spec,
                               coalesce((SELECT min(n.at) FROM workflow_versions n WHERE n.namespace = v.namespace
                                           AND n.workflow = v.workflow AND n.version > v.version),
                                        w.removed_at) AS until
                        FROM workflow_versions v LEFT JOIN workflows w USING (namespace, workflow)
                        WHERE v.namespace = ? AND EXISTS (
                            SELECT 1 FROM json_each(v.spec->'tasks') t WHERE t.value->'outputs'->?::text IS NOT NULL)
                        ORDER BY v.at DESC, v.version DESC LIMIT 1
                        """, dataset.namespace(), dataset.dataset())
                .first(database, fields -> producing(fields, dataset))
                .flatMap(producing -> producing);
    }

    private static Optional<Producing> producing(ResultRow fields, DatasetRef dataset) throws SQLException {
        WorkflowRef workflow = new WorkflowRef(fields.text("namespace"), fields.text("workflow"));
        int version = fields.integer("version");
        Instant until = fields.timeOrNull("until");
        return fields.json("spec", WorkflowSpec.class)
                .flatMap(spec -> spec.producer(dataset.dataset()))
                .map(task -> new TaskRef(workflow.namespace(), workflow.workflow(), task.name()))
                .map(task -> new Producing(task, version, until));
    }
}
