package io.freshet.contracts.api;

import io.freshet.contracts.id.DatasetRef;
import io.freshet.contracts.id.TaskRef;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A dataset and its present extent.
 *
 * @param producer the task that writes it; null for a watched one
 * @param declared whether a deployed workflow has it; false of what was seen once and is in none any more
 * @param partitions how many there are now
 * @param files of all partitions now
 * @param bytes of all partitions now
 * @param changedAt when a partition last changed; null if nothing was seen in it yet
 */
public record DatasetInfo(
        DatasetRef dataset,
        String path,
        String layout,
        boolean watched,
        @Nullable TaskRef producer,
        List<String> labels,
        boolean declared,
        long partitions,
        long files,
        long bytes,
        @Nullable Instant changedAt) {
    public DatasetInfo {
        labels = List.copyOf(labels);
    }
}
