package io.freshet.contracts.event;

import io.freshet.contracts.data.PartitionVersion;
import io.freshet.contracts.id.DatasetRef;
import io.freshet.contracts.partition.PartitionKey;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A replay has read old records about partitions of a dataset: whoever reads these partitions is to look at them again, as they are now.
 * What a record says counts only where the catalogue has heard nothing of the partition that the log says later, so that a replay takes
 * back nothing; a record that the catalogue could not take in the first time is taken in now. Topic {@code catalog-subscriptions}, key
 * {@code namespace/dataset}, written by the scheduler. Reading it twice changes nothing.
 *
 * @param replay the id of the replay
 * @param cause of kind {@link Cause.Kind#REPLAY}, the same for all that one replay says of the dataset
 * @param last whether the replay says nothing more of the dataset
 * @param facts at most {@value FileChanges#MAX_CHANGES}; each partition once; none if there is nothing more to say but that
 */
public record PartitionsReplayed(
        DatasetRef dataset, String replay, Cause cause, boolean last, List<Fact> facts, Instant at)
        implements CatalogCommand {
    /**
     * What a record of {@code file-changes} says of a partition.
     *
     * @param after null if it no longer existed
     * @param offset of the record in its partition of the topic; {@link #LOOK_ONLY} if what it says is not about this dataset
     */
    public record Fact(PartitionKey partition, @Nullable PartitionVersion after, long offset) {
        /** Stands for the offset of a record about a dataset of another namespace: the partition is looked at, and nothing else. */
        public static final long LOOK_ONLY = -1;
    }

    public PartitionsReplayed {
        facts = List.copyOf(facts);
    }
}
