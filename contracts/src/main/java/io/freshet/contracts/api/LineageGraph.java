package io.freshet.contracts.api;

import io.freshet.contracts.data.Fingerprint;
import io.freshet.contracts.id.DatasetRef;
import io.freshet.contracts.id.InstanceRef;
import io.freshet.contracts.partition.PartitionKey;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a version was made of, or what was made of it, exact by fingerprint.
 *
 * @param root the id of the node asked for
 * @param nodes partition versions
 * @param edges which attempt made which of which, always from input to output
 * @param frontier ids of nodes beyond which was not looked, since the depth or the limit was reached: ask for them to go on
 */
public record LineageGraph(
        String root, Direction direction, List<Node> nodes, List<Edge> edges, List<String> frontier) {
    /** Which way to look. */
    public enum Direction {
        /** To the inputs. */
        UP,
        /** To what was made of it. */
        DOWN
    }

    /**
     * @param id {@code namespace/dataset/partition@fingerprint}
     * @param current whether it is the partition's present version
     * @param watched whether it came from outside
     * @param attempt the accepted attempt that made it, the latest if several made the same
     */
    public record Node(
            String id,
            DatasetRef dataset,
            PartitionKey partition,
            Fingerprint fingerprint,
            boolean current,
            boolean watched,
            @Nullable String attempt,
            @Nullable Instant at) {}

    /** An attempt read {@code from} and wrote {@code to}. */
    public record Edge(String from, String to, String attempt, InstanceRef instance) {}

    public LineageGraph {
        nodes = List.copyOf(nodes);
        edges = List.copyOf(edges);
        frontier = List.copyOf(frontier);
    }
}
