package io.freshet.audit.jdbc.read;

import io.freshet.audit.explain.LineageEdges;
import io.freshet.contracts.api.LineageGraph.Edge;
import io.freshet.contracts.api.LineageGraph.Node;
import io.freshet.contracts.data.Fingerprint;
import io.freshet.contracts.id.DatasetRef;
import io.freshet.contracts.partition.PartitionKey;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.Function;
import javax.sql.DataSource;

/** Asks which versions were made of which. Thread-safe. */
public final class LineageQueries implements LineageEdges {
    /** Edges that one step of a walk brings at the most; a gather may have read any number of partitions. */
    private static final int MOST_EDGES = 20_000;

    private static final String VERSIONS =
            "unnest(?::text[], ?::text[], ?::text[], ?::text[]) AS n (namespace, dataset, partition, fingerprint)";

    /** The attempt whose outputs count that wrote the version; the latest, since that is what is current. */
    private static final String PRODUCER = """
            (SELECT o.attempt, a.instance, coalesce(a.accepted_at, a.committed_at) AS at
             FROM attempt_outputs o JOIN attempts a USING (attempt)
             WHERE o.namespace = n.namespace AND o.dataset = n.dataset AND o.partition = n.partition
               AND o.fingerprint = n.fingerprint AND (a.accepted_seq IS NOT NULL OR a.committed_seq IS NOT NULL)
             ORDER BY coalesce(a.accepted_at, a.committed_at) DESC, o.attempt DESC LIMIT 1)
            """;

    private final DataSource database;

    public LineageQueries(DataSource database) {
        this.database = database;
    }

    @Override
    public List<Edge> up(Collection<Version> versions) {
        return bound("""
                        SELECT i.namespace, i.dataset, i.partition, i.fingerprint, p.attempt, p.instance,
                               n.namespace AS to_namespace, n.dataset AS to_dataset, n.partition AS to_partition,
                               n.fingerprint AS to_fingerprint
                        FROM %s CROSS JOIN LATERAL %s p JOIN attempt_inputs i ON i.attempt = p.attempt
                        ORDER BY 1, 2, 3, 4 LIMIT %d
                        """.formatted(VERSIONS, PRODUCER, MOST_EDGES), versions).list(database, LineageQueries::edge);
    }

    @Override
    public List<Edge> down(Collection<Version> versions) {
        return bound("""
                        SELECT n.namespace, n.dataset, n.partition, n.fingerprint, a.attempt, a.instance,
                               o.namespace AS to_namespace, o.dataset AS to_dataset, o.partition AS to_partition,
                               o.fingerprint AS to_fingerprint
                        FROM %s
                        JOIN attempt_inputs i ON i.namespace = n.namespace AND i.dataset = n.dataset
                          AND i.partition = n.partition AND i.fingerprint = n.fingerprint
                        JOIN attempts a ON a.attempt = i.attempt
                          AND (a.accepted_seq IS NOT NULL OR a.committed_seq IS NOT NULL)
                        JOIN attempt_outputs o ON o.attempt = a.attempt
                        ORDER BY 7, 8, 9, 10, 5 LIMIT %d
                        """.formatted(VERSIONS, MOST_EDGES), versions).list(database, LineageQueries::edge);
    }

    @Override
    public List<Node> describe(Collection<Version> versions) {
        return bound("""
                        SELECT n.*, c.fingerprint IS NOT NULL AS current, p.attempt, coalesce(v.at, p.at) AS at,
                               v.id IS NOT NULL AND v.attempt IS NULL AS watched
                        FROM %s
                        LEFT JOIN partitions c ON c.namespace = n.namespace AND c.dataset = n.dataset
                          AND c.partition = n.partition AND c.fingerprint = n.fingerprint
                        LEFT JOIN LATERAL (
                          SELECT id, at, attempt FROM partition_versions
                          WHERE namespace = n.namespace AND dataset = n.dataset AND partition = n.partition
                            AND fingerprint = n.fingerprint ORDER BY seq DESC LIMIT 1) v ON true
                        LEFT JOIN LATERAL %s p ON true
                        """.formatted(VERSIONS, PRODUCER), versions).list(database, LineageQueries::node);
    }

    private static Query bound(String sql, Collection<Version> versions) {
        return Query.of(
                sql,
                texts(versions, version -> version.dataset().namespace()),
                texts(versions, version -> version.dataset().dataset()),
                texts(versions, version -> version.partition().toString()),
                texts(versions, version -> version.fingerprint().hex()));
    }

    private static List<String> texts(Collection<Version> versions, Function<Version, String> part) {
        List<String> texts = new ArrayList<>(versions.size());
        versions.forEach(version -> texts.add(part.apply(version)));
        return texts;
    }

    private static Edge edge(ResultRow fields) throws SQLException {
        return new Edge(
                version(fields, "").id(),
                version(fields, "to_").id(),
                fields.text("attempt"),
                fields.instance("instance"));
    }

    private static Node node(ResultRow fields) throws SQLException {
        Version version = version(fields, "");
        return new Node(
                version.id(),
                version.dataset(),
                version.partition(),
                version.fingerprint(),
                fields.flag("current"),
                fields.flag("watched"),
                fields.textOrNull("attempt"),
                fields.timeOrNull("at"));
    }

    private static Version version(ResultRow fields, String prefix) throws SQLException {
        return new Version(
                new DatasetRef(fields.text(prefix + "namespace"), fields.text(prefix + "dataset")),
                PartitionKey.parse(fields.text(prefix + "partition")),
                new Fingerprint(fields.text(prefix + "fingerprint")));
    }
}
