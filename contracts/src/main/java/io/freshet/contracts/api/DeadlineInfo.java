package io.freshet.contracts.api;

import io.freshet.contracts.id.WorkflowRef;
import io.freshet.contracts.partition.PartitionKey;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One time at which a deadline of a workflow is due, or was.
 *
 * @param deadline its name in the workflow
 * @param expects what is expected, for people, such as {@code dataset daily}
 * @param partitions that are expected; none where it is a run, or anything new in a dataset
 * @param foundLateAt when it was found out that it was late; null if it was not
 * @param arrivedAt since when it is there; null if it is not
 */
public record DeadlineInfo(
        WorkflowRef workflow,
        String deadline,
        String expects,
        Instant due,
        List<PartitionKey> partitions,
        State state,
        @Nullable Instant foundLateAt,
        @Nullable Instant arrivedAt) {
    public DeadlineInfo {
        partitions = List.copyOf(partitions);
    }

    /** What became of it. */
    public enum State {
        EXPECTED,
        LATE,
        ARRIVED,
        /** The deadline was changed or removed before. */
        WITHDRAWN
    }
}
