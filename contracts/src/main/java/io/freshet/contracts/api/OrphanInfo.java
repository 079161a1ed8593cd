package io.freshet.contracts.api;

import io.freshet.contracts.id.DatasetRef;
import io.freshet.contracts.id.TaskRef;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A dataset that a task produced and of which something is left, while no deployed workflow produces or reads it any more.
 *
 * @param path of its directory, relative to the namespace's
 * @param partitions how many are left, at least one
 * @param files of all partitions
 * @param bytes of all partitions
 * @param producer the task that produced it last; null if that has been forgotten
 * @param version of the producer's workflow, the last one in which it did; null with the producer
 * @param since when that version was replaced or removed; null if that has been forgotten
 */
public record OrphanInfo(
        DatasetRef dataset,
        String path,
        String layout,
        long partitions,
        long files,
        long bytes,
        @Nullable TaskRef producer,
        @Nullable Integer version,
        @Nullable Instant since) {}
