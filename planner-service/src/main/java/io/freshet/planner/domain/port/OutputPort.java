package io.freshet.planner.domain.port;

import io.freshet.contracts.data.PartitionVersion;
import io.freshet.planner.domain.instance.InstanceId;
import io.freshet.planner.domain.instance.Results;
import io.freshet.planner.domain.state.OutputParts;
import io.freshet.planner.domain.table.Table;

/** What instances have made and reported. */
public interface OutputPort {
    /** What instances have made: task, instance, dataset, partition. */
    Table<PartitionVersion> outputRows();

    /** Whether there is anything that the instance has made, or that was handed over to it. */
    boolean hasOutputs(InstanceId id);

    /** What attempts have listed whose end is not known yet. */
    OutputParts outputParts();

    /** What instances reported: task, instance. */
    Table<Results> resultRows();
}
