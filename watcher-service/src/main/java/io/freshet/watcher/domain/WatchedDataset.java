package io.freshet.watcher.domain;

import io.freshet.contracts.id.DatasetRef;
import io.freshet.contracts.partition.Layout;
import io.freshet.contracts.spec.WatchSpec;

/**
 * A dataset to watch.
 *
 * @param path of its directory, relative to the namespace's directory
 */
public record WatchedDataset(DatasetRef ref, String path, Layout layout, WatchSpec watch) {
    public FileNames names() {
        String marker = watch.completeWhen();
        return new FileNames(watch.ignore(), marker == null ? "" : marker);
    }

    /** Whether the other's files lie in the same place and belong to the same partitions. */
    public boolean isLaidOutLike(WatchedDataset other) {
        return path.equals(other.path) && layout.equals(other.layout);
    }
}
