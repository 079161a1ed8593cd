package io.freshet.planner.domain.graph;

import io.freshet.contracts.data.PartitionVersion;
import io.freshet.contracts.partition.PartitionKey;
import io.freshet.planner.domain.instance.InstanceId;
import io.freshet.planner.domain.model.InputModel;
import io.freshet.planner.domain.model.WorkflowModel;
import io.freshet.planner.domain.port.DatasetPort;
import io.freshet.planner.domain.port.ModelPort;
import io.freshet.planner.domain.port.OutputPort;
import io.freshet.planner.domain.state.ForeignPartitions;
import io.freshet.planner.domain.table.Keys;
import org.jspecify.annotations.Nullable;

/** The versions of what inputs see. */
public final class PartitionVersions {
    private final WorkflowModel model;
    private final ForeignPartitions foreign;
    private final OutputPort made;

    public <P extends ModelPort & DatasetPort & OutputPort> PartitionVersions(P ports) {
        this.model = ports.model();
        this.foreign = new ForeignPartitions(ports.partitionRows());
        this.made = ports;
    }

    /** The version of a partition that an input sees; null if there is none. */
    public @Nullable PartitionVersion find(InputModel input, String partition) {
        String dataset = input.dataset().dataset();
        if (input.producer() == null) {
            return foreign.version(dataset, PartitionKey.parse(partition));
        }
        InstanceId producer = InstanceId.of(Inputs.producer(model, input.producer(), PartitionKey.parse(partition)));
        return made.outputRows().get(Keys.of(producer.key(), dataset, partition));
    }
}
