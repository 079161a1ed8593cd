package io.freshet.audit.explain;

import io.freshet.contracts.api.LineageGraph;
import io.freshet.contracts.api.LineageGraph.Direction;
import io.freshet.contracts.api.LineageGraph.Edge;
import io.freshet.contracts.api.LineageGraph.Node;
import io.freshet.contracts.data.Fingerprint;
import io.freshet.contracts.id.DatasetRef;
import io.freshet.contracts.partition.PartitionKey;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Where edges of lineage come from, and the walk along them: breadth first, each version once, no further than asked. */
public interface LineageEdges {
    /** The edges from what each version was made of, in a fixed order. */
    List<Edge> up(Collection<Version> versions);

    /** The edges to what was made of each version, in a fixed order. */
    List<Edge> down(Collection<Version> versions);

    /** What is known of each version. */
    List<Node> describe(Collection<Version> versions);

    /** A partition in one version. Written {@code namespace/dataset/partition@fingerprint}. */
    record Version(DatasetRef dataset, PartitionKey partition, Fingerprint fingerprint) {
        public String id() {
            return "%s/%s@%s".formatted(dataset, partition, fingerprint);
        }

        /**
         * Reads the written form.
         *
         * @throws IllegalArgumentException if it is not of that form
         */
        public static Version parse(String id) {
            int at = id.lastIndexOf('@');
            String[] parts = id.substring(0, Math.max(0, at)).split("/", 3);
            if (parts.length != 3) {
                throw new IllegalArgumentException(
                        "'%s' is not of the form namespace/dataset/partition@fingerprint".formatted(id));
            }
            return new Version(
                    new DatasetRef(parts[0], parts[1]),
                    PartitionKey.parse(parts[2]),
                    Fingerprint.parse(id.substring(at + 1)));
        }
    }

    /**
     * The graph around a version.
     *
     * @param depth how many attempts away at the most
     * @param limit how many versions at the most; more may be known to be there, see {@link LineageGraph#frontier}
     */
    default LineageGraph around(Version root, Direction direction, int depth, int limit) {
        Set<Version> known = new LinkedHashSet<>(List.of(root));
        Set<Edge> edges = new LinkedHashSet<>();
        Set<String> cut = new LinkedHashSet<>();
        Set<Version> reached = new LinkedHashSet<>(List.of(root));
        for (int level = 0; level < depth && !reached.isEmpty(); level++) {
            Set<Version> next = new LinkedHashSet<>();
            for (Edge edge : direction == Direction.UP ? up(reached) : down(reached)) {
                Version far = Version.parse(direction == Direction.UP ? edge.from() : edge.to());
                if (!known.contains(far) && known.size() == limit) {
                    cut.add(near(edge, direction));
                } else {
                    edges.add(edge);
                    if (known.add(far)) {
                        next.add(far);
                    }
                }
            }
            reached = next;
        }
        cut.addAll(open(reached, direction));
        return new LineageGraph(root.id(), direction, describe(known), List.copyOf(edges), List.copyOf(cut));
    }

    /** Those that have further edges. */
    private List<String> open(Set<Version> reached, Direction direction) {
        if (reached.isEmpty()) {
            return List.of();
        }
        return (direction == Direction.UP ? up(reached) : down(reached))
                .stream().map(edge -> near(edge, direction)).distinct().toList();
    }

    private static String near(Edge edge, Direction direction) {
        return direction == Direction.UP ? edge.to() : edge.from();
    }
}
