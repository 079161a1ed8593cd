package io.freshet.contracts.api;

import io.freshet.contracts.data.PartitionVersion;
import io.freshet.contracts.partition.PartitionKey;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The present version of a partition.
 *
 * @param version null: it was removed
 * @param published whether the dataset's directory shows this version; always true for a watched dataset
 * @param problem why the directory does not show it; null if it does, or the publisher has not come to it yet
 * @param attempt that made it; null for a watched dataset
 * @param deadline the last time at which a deadline expects it, in the state that it has as far as this partition goes; null: none does
 */
public record PartitionInfo(
        PartitionKey partition,
        @Nullable PartitionVersion version,
        Instant at,
        boolean published,
        @Nullable Instant publishedAt,
        @Nullable String problem,
        @Nullable String attempt,
        @Nullable String run,
        @Nullable String cause,
        @Nullable DeadlineInfo deadline) {
    /** The same with a deadline. */
    public PartitionInfo with(DeadlineInfo about) {
        return new PartitionInfo(partition, version, at, published, publishedAt, problem, attempt, run, cause, about);
    }
}
