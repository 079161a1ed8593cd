package io.freshet.cli.command;

import io.freshet.cli.output.ReadableKey;
import io.freshet.cli.session.Arguments;
import io.freshet.cli.session.Session;
import io.freshet.contracts.api.AuditClient;
import io.freshet.contracts.api.LineageGraph;
import io.freshet.contracts.api.LineageGraph.Direction;
import io.freshet.contracts.api.LineageGraph.Edge;
import io.freshet.contracts.api.LineageGraph.Node;
import java.io.IOException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** What a partition was made of, or what was made of it. */
@Command(
        name = "lineage",
        description = "Show what a partition was made of (up), or what was made of it (down), version by version.")
public final class LineageCommand implements Callable<Integer> {
    @Mixin
    private Session session;

    @Parameters(paramLabel = "DATASET", description = "namespace/dataset")
    private String dataset;

    @Option(names = "--partition", defaultValue = "", description = "the partition; none for a dataset without layout")
    private String partition;

    @Option(names = "--fingerprint", description = "of an earlier version (default: the current one)")
    private @Nullable String fingerprint;

    @Option(names = "--down", description = "what was made of it")
    private boolean down;

    @Option(names = "--depth", defaultValue = "10", description = "at most so many steps (default: ${DEFAULT-VALUE})")
    private int depth;

    @Option(
            names = "--limit",
            defaultValue = "40",
            description = "show at most so many of each node's (default: ${DEFAULT-VALUE})")
    private int limit;

    @Override
    public Integer call() throws IOException {
        try (AuditClient audit = session.auditClient()) {
            LineageGraph graph = audit.lineage(
                    Arguments.dataset(dataset),
                    Arguments.partition(partition),
                    fingerprint == null ? null : Arguments.fingerprint(fingerprint),
                    down ? Direction.DOWN : Direction.UP,
                    depth);
            return session.answer(graph, new Tree(graph)::print);
        }
    }

    /** The graph as a tree; a node is shown once, and counted wherever else it belongs. */
    private final class Tree {
        private final LineageGraph graph;
        private final Map<String, Node> nodes = new HashMap<>();
        private final Set<String> shown = new HashSet<>();
        /** How many of a node's neighbours were shown before, under another. */
        private int again;

        Tree(LineageGraph graph) {
            this.graph = graph;
            graph.nodes().forEach(node -> nodes.put(node.id(), node));
        }

        void print() {
            print(graph.root(), "");
        }

        private void print(String id, String indent) {
            Node node = nodes.get(id);
            if (node == null) {
                return;
            }
            if (!shown.add(id)) {
                again++;
                return;
            }
            session.out()
                    .printf(
                            "%s%s%s  %s%s%n",
                            indent,
                            node.dataset(),
                            node.partition().isNone() ? "" : "/" + ReadableKey.of(node.partition()),
                            session.style().faint(node.fingerprint().brief()),
                            note(node));
            unfold(id, indent + "  ");
        }

        private void unfold(String id, String indent) {
            List<Edge> next = graph.edges().stream()
                    .filter(edge -> (down ? edge.from() : edge.to()).equals(id))
                    .toList();
            int before = again;
            next.stream().limit(limit).forEach(edge -> print(down ? edge.to() : edge.from(), indent));
            if (again > before) {
                session.out().printf("%s(%d shown elsewhere)%n", indent, again - before);
                again = before;
            }
            if (next.size() > limit) {
                session.out().printf("%s... and %d more%n", indent, next.size() - limit);
            }
        }

        private String note(Node node) {
            if (node.watched()) {
                return "  from upstream";
            }
            return node.attempt() == null ? "" : "  by " + node.attempt();
        }
    }
}
