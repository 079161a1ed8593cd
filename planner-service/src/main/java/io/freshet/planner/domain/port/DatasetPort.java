package io.freshet.planner.domain.port;

import io.freshet.contracts.data.PartitionVersion;
import io.freshet.planner.domain.metadata.DatasetMetadata;
import io.freshet.planner.domain.table.Table;

/** What there is of datasets from outside, and what is remembered of what the catalogue was asked for. */
public interface DatasetPort {
    /** The partitions of datasets from outside: dataset, partition. */
    Table<PartitionVersion> partitionRows();

    DatasetMetadata datasets();
}
