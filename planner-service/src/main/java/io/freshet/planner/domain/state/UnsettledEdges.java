package io.freshet.planner.domain.state;

import io.freshet.planner.domain.metadata.UnsettledCounts;
import io.freshet.planner.domain.model.InputModel;
import io.freshet.planner.domain.table.Keys;
import io.freshet.planner.domain.table.Table;
import java.util.function.BiPredicate;
import org.jspecify.annotations.Nullable;

/**
 * The edges, with a count of the unsettled ones under each key, kept whenever an edge changes. So an instance that comes to read a key
 * with a million partitions need not look at them to know how many it waits for.
 *
 * <p>A partition that reads as its key does is not counted: there is at most one under a key, and a row of the count for each would cost
 * as much as the edge itself.
 */
public final class UnsettledEdges implements Table<Edge> {
    private final Table<Edge> edges;
    private final UnsettledCounts counts;

    UnsettledEdges(Table<Edge> edges, UnsettledCounts counts) {
        this.edges = edges;
        this.counts = counts;
    }

    /**
     * How many edges under a key are unsettled. Reads two rows, however many edges there are.
     *
     * @param prefix of the rows of the key, see {@link InputModel#rows(io.freshet.contracts.partition.PartitionKey)}
     */
    public int under(String prefix) {
        return counts.under(prefix).get() + Edge.unsettled(edges.get(prefix + keyIn(prefix)));
    }

    @Override
    public @Nullable Edge get(String key) {
        return edges.get(key);
    }

    @Override
    public void put(String key, Edge edge) {
        count(key, edge);
        edges.put(key, edge);
    }

    @Override
    public void delete(String key) {
        count(key, null);
        edges.delete(key);
    }

    @Override
    public void scan(String prefix, String from, BiPredicate<String, Edge> visitor) {
        edges.scan(prefix, from, visitor);
    }

    private void count(String row, @Nullable Edge next) {
        String partition = Keys.last(row);
        String prefix = row.substring(0, row.length() - partition.length());
        if (partition.equals(keyIn(prefix))) {
            return;
        }
        int difference = Edge.unsettled(next) - Edge.unsettled(edges.get(row));
        if (difference != 0) {
            counts.under(prefix).add(difference);
        }
    }

    private static String keyIn(String prefix) {
        return Keys.last(prefix.substring(0, prefix.length() - 1));
    }
}
