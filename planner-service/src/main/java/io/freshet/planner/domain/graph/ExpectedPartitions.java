package io.freshet.planner.domain.graph;

import io.freshet.contracts.partition.Dimension;
import io.freshet.contracts.partition.PartitionKey;
import io.freshet.planner.domain.model.InputModel;
import io.freshet.planner.domain.port.EdgePort;
import io.freshet.planner.domain.state.Edge;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Looks for what an input expects among very many partitions: where its key and what is expected name a partition, or all partitions
 * that begin alike, at nothing but those; else at one after the other, until everything is found.
 */
final class ExpectedPartitions {
    private final EdgePort edges;
    private final InputModel input;

    ExpectedPartitions(EdgePort edges, InputModel input) {
        this.edges = edges;
        this.input = input;
    }

    /** Takes those combinations of values away of which there is a partition. */
    void removePresent(List<PartitionKey> keys, Set<Map<String, String>> absent) {
        for (PartitionKey key : keys) {
            if (absent.isEmpty()) {
                return;
            }
            if (absent.stream().allMatch(wanted -> leading(key, wanted).keySet().containsAll(wanted.keySet()))) {
                absent.removeIf(wanted -> isThere(key, leading(key, wanted)));
            } else {
                visit(key, absent);
            }
        }
    }

    /** The values of the first dimensions, as far as the key and what is wanted say them. */
    private Map<String, String> leading(PartitionKey key, Map<String, String> wanted) {
        Map<String, String> values = new LinkedHashMap<>();
        for (Dimension dimension : input.dimensions()) {
            String value = wanted.get(dimension.name());
            if (value == null && input.key().contains(dimension)) {
                value = key.value(dimension.name()).orElse(null);
            }
            if (value == null) {
                break;
            }
            values.put(dimension.name(), value);
        }
        return values;
    }

    private boolean isThere(PartitionKey key, Map<String, String> values) {
        String row = input.rows(key) + PartitionKey.of(values);
        if (values.size() == input.dimensions().size()) {
            Edge edge = edges.edgeRows().get(row);
            return edge != null && edge.fingerprint() != null;
        }
        boolean[] found = {false};
        edges.edgeRows().scan(row + "/", (_, edge) -> {
            found[0] = edge.fingerprint() != null;
            return !found[0];
        });
        return found[0];
    }

    private void visit(PartitionKey key, Set<Map<String, String>> absent) {
        edges.edgesWhile(input, key, (partition, edge) -> {
            if (edge.fingerprint() != null) {
                absent.remove(input.demand().expected(PartitionKey.parse(partition)));
            }
            return !absent.isEmpty();
        });
    }
}
