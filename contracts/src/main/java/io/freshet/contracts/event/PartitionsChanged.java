package io.freshet.contracts.event;

import io.freshet.contracts.id.DatasetRef;
import io.freshet.contracts.id.WorkflowRef;
import java.time.Instant;
import java.util.List;

/**
 * The catalogue reports to a subscribed workflow what changed, or, after it subscribed, everything there is. Topic
 * {@code partition-changed} (internal to the planner), key {@code namespace/workflow}.
 *
 * <p>With a cause of kind {@link Cause.Kind#REPLAY} it says what there is now of partitions that the workflow is to look at again, changed or
 * not. Such a batch is not held back until all of its parts have come.
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

    /** Whether the workflow is to look again at what it reads of the partitions, whether or not they changed. */
    public boolean looksAgain() {
        return cause.kind() == Cause.Kind.REPLAY;
    }

    @Override
    public String subject() {
        return workflow + "/" + dataset.dataset();
    }
}
