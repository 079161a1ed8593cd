package io.freshet.contracts.event;

import io.freshet.contracts.id.DatasetRef;
import io.freshet.contracts.id.WorkflowRef;
import java.time.Instant;
import java.util.List;

/**
 * The catalogue reports to a subscribed workflow what changed, or, after it subscribed, everything there is. Topic
 * {@code partition-changed} (internal to the planner), key {@code namespace/workflow}.
 *
 * @param snapshot whether the batch lists all partitions there are, so that a partition it lacks does not exist
 */
public record PartitionsChanged(
        WorkflowRef workflow,
        DatasetRef dataset,
        boolean snapshot,
        Cause cause,
        Batch batch,
        List<PartitionChange> changes,
        Instant at)
        implements Event {
    public PartitionsChanged {
        changes = List.copyOf(changes);
    }

    @Override
    public String subject() {
        return workflow + "/" + dataset.dataset();
    }
}
