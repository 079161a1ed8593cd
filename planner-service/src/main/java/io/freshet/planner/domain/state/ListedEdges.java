package io.freshet.planner.domain.state;

import io.freshet.planner.domain.table.Table;
import java.util.function.BiPredicate;
import org.jspecify.annotations.Nullable;

/** The edges, of which every change reaches the lists that are made of them. */
final class ListedEdges implements Table<Edge> {
    private final Table<Edge> edges;
    private final PartitionLists lists;

    ListedEdges(Table<Edge> edges, PartitionLists lists) {
        this.edges = edges;
        this.lists = lists;
    }

    @Override
    public @Nullable Edge get(String key) {
        return edges.get(key);
    }

    @Override
    public void put(String key, Edge edge) {
        edges.put(key, edge);
        lists.touch(key);
    }

    @Override
    public void delete(String key) {
        edges.delete(key);
        lists.touch(key);
    }

    @Override
    public void scan(String prefix, String from, BiPredicate<String, Edge> visitor) {
        edges.scan(prefix, from, visitor);
    }
}
