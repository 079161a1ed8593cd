package io.freshet.audit.explain;

import io.freshet.contracts.api.DeadlineInfo;
import io.freshet.contracts.id.DatasetRef;
import io.freshet.contracts.partition.PartitionKey;
import java.util.List;

/** What is expected, or late. Thread-safe. */
public interface OpenDeadlines {
    /** Nothing is. */
    OpenDeadlines NONE = (_, _, _) -> List.of();

    /** The times at which deadlines expect a partition that is not there, the longest ago first; at most so many. */
    List<DeadlineInfo> of(DatasetRef dataset, PartitionKey partition, int limit);
}
