package io.freshet.planner.domain.instance;

import io.freshet.contracts.id.InstanceRef;
import io.freshet.contracts.id.WorkflowRef;
import io.freshet.contracts.partition.PartitionKey;
import io.freshet.planner.domain.table.Keys;

/** An instance within its workflow. */
public record InstanceId(String task, PartitionKey partition) {
    /** Reads the last two parts of a row's key. */
    public static InstanceId parse(String key) {
        int end = key.lastIndexOf(Keys.SEPARATOR);
        int start = end == 0 ? -1 : key.lastIndexOf(Keys.SEPARATOR, end - 1);
        return new InstanceId(key.substring(start + 1, end), PartitionKey.parse(key.substring(end + 1)));
    }

    public static InstanceId of(InstanceRef instance) {
        return new InstanceId(instance.task(), instance.partition());
    }

    /** The row of the instance: task, partition. */
    public String key() {
        return task + Keys.SEPARATOR + partition;
    }

    public InstanceRef in(WorkflowRef workflow) {
        return new InstanceRef(workflow.namespace(), workflow.workflow(), task, partition);
    }
}
