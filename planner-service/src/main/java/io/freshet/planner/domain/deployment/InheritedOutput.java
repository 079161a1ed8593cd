package io.freshet.planner.domain.deployment;

import io.freshet.contracts.id.DatasetRef;
import io.freshet.contracts.id.WorkflowRef;
import io.freshet.contracts.partition.PartitionKey;
import io.freshet.planner.domain.instance.InstanceId;
import io.freshet.planner.domain.table.Keys;

/**
 * A row of what an instance has made, or what was handed over to it: its partition of a dataset.
 */
record InheritedOutput(InstanceId instance, DatasetRef dataset, PartitionKey partition) {
    static InheritedOutput parse(WorkflowRef workflow, String row) {
        int partition = row.lastIndexOf(Keys.SEPARATOR);
        int dataset = row.lastIndexOf(Keys.SEPARATOR, partition - 1);
        return new InheritedOutput(
                InstanceId.parse(row.substring(0, dataset)),
                new DatasetRef(workflow.namespace(), row.substring(dataset + 1, partition)),
                PartitionKey.parse(row.substring(partition + 1)));
    }

    String row() {
        return Keys.of(instance.key(), dataset.dataset(), partition);
    }
}
