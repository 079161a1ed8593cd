package io.freshet.contracts.api;

import io.freshet.contracts.id.DatasetRef;
import io.freshet.contracts.id.WorkflowRef;
import io.freshet.contracts.partition.PartitionKey;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Whether the directories of the datasets that a workflow makes show what it has made. Immutable.
 *
 * @param complete all that the log held at the time of the question was read, nothing is pending, and the run, if one was asked for, has
 *     finished
 * @param pending how many partitions are not shown as they are to be; counted up to {@value #MOST_COUNTED}
 * @param failing how many of these could not be written when that was last tried; it is tried again
 * @param lag records of the log that were not read yet
 * @param examples some of the pending ones, those that could not be written first; at most {@value #MOST_EXAMPLES}
 */
public record PublicationStatus(
        WorkflowRef workflow,
        boolean complete,
        int pending,
        int failing,
        long lag,
        List<PendingPartition> examples,
        Instant at) {
    public static final int MOST_COUNTED = 10_000;
    public static final int MOST_EXAMPLES = 5;

    public PublicationStatus {
        examples = List.copyOf(examples);
    }

    /**
     * A partition whose directory does not show the present version.
     *
     * @param problem why it could not be written; null if it only has not been yet
     */
    public record PendingPartition(
            DatasetRef dataset,
            PartitionKey partition,
            @Nullable String problem) {
        @Override
        public String toString() {
            return partition.isNone() ? dataset.toString() : dataset + "/" + partition;
        }
    }
}
