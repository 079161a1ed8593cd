package io.freshet.audit.jdbc.read;

import io.freshet.contracts.api.PublicationStatus;
import io.freshet.contracts.api.PublicationStatus.PendingPartition;
import io.freshet.contracts.id.DatasetRef;
import io.freshet.contracts.id.InstanceRef;
import io.freshet.contracts.id.WorkflowRef;
import io.freshet.contracts.partition.PartitionKey;
import io.freshet.contracts.spec.WorkflowSpec;
import java.time.Instant;
import java.util.List;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** Asks for what a workflow has made and its directories do not show. What a question costs is bounded by its index and its limit. Thread-safe. */
public final class PendingPublications {
    private final DataSource database;
    private final WorkflowQueries workflows;

    public PendingPublications(DataSource database, WorkflowQueries workflows) {
        this.database = database;
        this.workflows = workflows;
    }

    /**
     * What is pending, at one moment.
     *
     * @param total counted up to {@value PublicationStatus#MOST_COUNTED}
     * @param failing how many of these could not be written when that was last tried
     * @param examples those that could not be written first
     */
    public record Pending(int total, int failing, List<PendingPartition> examples) {
        static final Pending NONE = new Pending(0, 0, List.of());
    }

    /**
     * Of the datasets that the deployed version makes.
     *
     * @param until only what was made by then, by the planner's clock; null: all
     */
    public Pending of(WorkflowRef workflow, @Nullable Instant until) {
        List<String> made =
                workflows.deployed(workflow).map(PendingPublications::made).orElse(List.of());
        if (made.isEmpty()) {
            return Pending.NONE;
        }
        record Found(int total, int failing, PendingPartition example) {}
        List<Found> found = Query.of("""
                        WITH pending AS (
                          SELECT namespace, dataset, partition, publication_problem AS problem FROM partitions
                          WHERE instance IS NOT NULL AND fingerprint IS DISTINCT FROM published_fingerprint
                            AND namespace = ? AND dataset = ANY (?)
                        """, workflow.namespace(), made)
                .addIf(until, "AND changed_at <= ?")
                .add("""
                        ORDER BY dataset, partition LIMIT ?)
                        SELECT *, (SELECT count(*) FROM pending) AS total, (SELECT count(problem) FROM pending) AS failing
                        FROM pending ORDER BY problem IS NULL, dataset, partition LIMIT ?
                        """, PublicationStatus.MOST_COUNTED, PublicationStatus.MOST_EXAMPLES)
                .list(
                        database,
                        fields -> new Found(
                                fields.integer("total"),
                                fields.integer("failing"),
                                new PendingPartition(
                                        new DatasetRef(fields.text("namespace"), fields.text("dataset")),
                                        PartitionKey.parse(fields.text("partition")),
                                        fields.textOrNull("problem"))));
        return found.isEmpty()
                ? Pending.NONE
                : new Pending(
                        found.getFirst().total(),
                        found.getFirst().failing(),
                        found.stream().map(Found::example).toList());
    }

    /** Of what an instance has made, only what could not be written when that was last tried. */
    List<PendingPartition> failing(InstanceRef instance, int limit) {
        return Query.of("""
                        SELECT dataset, partition, publication_problem FROM partitions
                        WHERE instance IS NOT NULL AND fingerprint IS DISTINCT FROM published_fingerprint
                          AND namespace = ? AND instance = ? AND publication_problem IS NOT NULL
                        ORDER BY dataset, partition LIMIT ?
                        """, instance.namespace(), instance.toString(), limit)
                .list(
                        database,
                        fields -> new PendingPartition(
                                new DatasetRef(instance.namespace(), fields.text("dataset")),
                                PartitionKey.parse(fields.text("partition")),
                                fields.text("publication_problem")));
    }

    private static List<String> made(WorkflowSpec spec) {
        return spec.datasets().keySet().stream()
                .filter(dataset -> spec.producer(dataset).isPresent())
                .toList();
    }
}
