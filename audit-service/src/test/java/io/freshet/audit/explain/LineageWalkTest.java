package io.freshet.audit.explain;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.freshet.audit.explain.LineageEdges.Version;
import io.freshet.contracts.api.LineageGraph;
import io.freshet.contracts.api.LineageGraph.Direction;
import io.freshet.contracts.api.LineageGraph.Edge;
import io.freshet.contracts.api.LineageGraph.Node;
import io.freshet.contracts.data.Sha256;
import io.freshet.contracts.id.DatasetRef;
import io.freshet.contracts.id.InstanceRef;
import io.freshet.contracts.partition.PartitionKey;
import java.util.Collection;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class LineageWalkTest {
    private static final InstanceRef INSTANCE = InstanceRef.parse("prod/claims/clean");

    @Test
    void follows_a_chain_to_its_end() {
        LineageGraph graph = new Chain(5).around(version(5), Direction.UP, 50, 100);

        assertEquals(6, graph.nodes().size());
        assertEquals(5, graph.edges().size());
        assertEquals(List.of(), graph.frontier());
    }

    @Test
    void stops_at_the_depth_and_says_where_there_is_more() {
        LineageGraph graph = new Chain(5).around(version(0), Direction.DOWN, 2, 100);

        assertEquals(3, graph.nodes().size());
        assertEquals(List.of(version(2).id()), graph.frontier());
    }

    @Test
    void stops_at_the_limit_and_says_where_there_is_more() {
        LineageGraph graph = new Chain(5).around(version(5), Direction.UP, 50, 3);

        assertEquals(3, graph.nodes().size());
        assertEquals(List.of(version(3).id()), graph.frontier());
        assertTrue(graph.edges().stream().allMatch(edge -> known(graph, edge.from()) && known(graph, edge.to())));
    }

    @Test
    void ends_where_a_version_was_made_of_itself() {
        Edge loop = edge(1, 1);
        LineageEdges edges = new Fixed(List.of(loop));

        LineageGraph graph = edges.around(version(1), Direction.UP, 50, 100);

        assertEquals(1, graph.nodes().size());
        assertEquals(List.of(loop), graph.edges());
        assertEquals(List.of(), graph.frontier());
    }

    @Test
    void reads_a_version_as_it_is_written() {
        Version version = new Version(
                new DatasetRef("prod", "cleaned"), PartitionKey.of("source", "a@b/c", "date", "2026"), Sha256.of("x"));

        assertEquals(version, Version.parse(version.id()));
        Version whole = new Version(new DatasetRef("prod", "codes"), PartitionKey.NONE, Sha256.of("x"));
        assertEquals(whole, Version.parse(whole.id()));
        assertThrows(IllegalArgumentException.class, () -> Version.parse("prod/codes"));
    }

    private static boolean known(LineageGraph graph, String id) {
        return graph.nodes().stream().anyMatch(node -> node.id().equals(id));
    }

    private static Version version(int number) {
        return new Version(new DatasetRef("prod", "d" + number), PartitionKey.NONE, Sha256.of("v" + number));
    }

    private static Edge edge(int from, int to) {
        return new Edge(version(from).id(), version(to).id(), "attempt-" + to, INSTANCE);
    }

    /** Each version was made of the one before. */
    private static final class Chain extends Fixed {
        Chain(int length) {
            super(IntStream.range(0, length).mapToObj(i -> edge(i, i + 1)).toList());
        }
    }

    private static class Fixed implements LineageEdges {
        private final List<Edge> edges;

        Fixed(List<Edge> edges) {
            this.edges = edges;
        }

        @Override
        public List<Edge> up(Collection<Version> versions) {
            return edges.stream()
                    .filter(edge -> versions.contains(Version.parse(edge.to())))
                    .toList();
        }

        @Override
        public List<Edge> down(Collection<Version> versions) {
            return edges.stream()
                    .filter(edge -> versions.contains(Version.parse(edge.from())))
                    .toList();
        }

        @Override
        public List<Node> describe(Collection<Version> versions) {
            return versions.stream()
                    .map(version -> new Node(
                            version.id(),
                            version.dataset(),
                            version.partition(),
                            version.fingerprint(),
                            true,
                            false,
                            null,
                            null))
                    .toList();
        }
    }
}
