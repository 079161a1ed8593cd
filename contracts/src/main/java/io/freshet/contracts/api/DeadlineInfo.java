package io.freshet.contracts.api;

import com.fasterxml.jackson.annotation.JsonIgnore;
import io.freshet.contracts.id.DatasetRef;
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
 * @param dataset of which something is expected; null where it is a run
 * @param partitions that are expected; none where it is a run, or anything new in a dataset
 * @param missing which of them are not there, as long as the state is {@code EXPECTED} or {@code LATE}
 * @param foundLateAt when it was found out that it was late; null if it was not
 * @param arrivedAt since when it is there; null if it is not
 */
public record DeadlineInfo(
        WorkflowRef workflow,
        String deadline,
        String expects,
        Instant due,
        @Nullable DatasetRef dataset,
        List<PartitionKey> partitions,
        List<PartitionKey> missing,
        State state,
        @Nullable Instant foundLateAt,
        @Nullable Instant arrivedAt) {
    public DeadlineInfo {
        partitions = List.copyOf(partitions);
        missing = List.copyOf(missing);
    }

    /** What became of it. */
    public enum State {
        EXPECTED,
        LATE,
        ARRIVED,
        /** The deadline was changed or removed before. */
        WITHDRAWN
    }

    /** Whether it may still change. */
    @JsonIgnore
    public boolean isOpen() {
        return state == State.EXPECTED || state == State.LATE;
    }

    /** The same about other partitions. */
    public DeadlineInfo of(List<PartitionKey> expected, List<PartitionKey> notThere) {
        return new DeadlineInfo(
                workflow, deadline, expects, due, dataset, expected, notThere, state, foundLateAt, arrivedAt);
    }
}
