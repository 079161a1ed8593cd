package io.freshet.planner.domain.port;

import io.freshet.contracts.partition.PartitionKey;
import io.freshet.planner.domain.model.InputModel;
import io.freshet.planner.domain.state.Edge;
import io.freshet.planner.domain.state.PartitionLists;
import io.freshet.planner.domain.state.UnsettledEdges;
import io.freshet.planner.domain.table.Table;
import java.util.function.BiPredicate;

/** What inputs see, how many of it is unsettled, how it is listed, and who reads it where that does not follow from a key. */
public interface EdgePort {
    /** What inputs see: task, input, key, partition. A change reaches the lists and the counts. */
    Table<Edge> edgeRows();

    /** Visits what an input has under a key, partition and edge, until the visitor says false. */
    void edgesWhile(InputModel input, PartitionKey key, BiPredicate<String, Edge> visitor);

    /** Whether an input has anything under a key. */
    boolean hasEdges(InputModel input, PartitionKey key);

    UnsettledEdges unsettledEdges();

    PartitionLists partitionLists();

    /** Instances that do not follow from a key alone: task, input, key, instance. */
    Table<String> readerRows();
}
