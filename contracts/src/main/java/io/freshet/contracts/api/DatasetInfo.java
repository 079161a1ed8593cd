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
 * @param deadline what is late of it for longest; else what is due next, else what last was; null: no deadline is about it
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
        @Nullable Instant changedAt,
        @Nullable DeadlineInfo deadline) {
    public DatasetInfo {
        labels = List.copyOf(labels);
    }

    /** The same with a deadline. */
    public DatasetInfo with(DeadlineInfo about) {
        return new DatasetInfo(
                dataset, path, layout, watched, producer, labels, declared, partitions, files, bytes, changedAt, about);
    }
}
