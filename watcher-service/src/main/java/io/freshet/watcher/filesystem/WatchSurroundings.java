package io.freshet.watcher.filesystem;

import io.freshet.contracts.data.ContentStore;
import io.freshet.contracts.data.StorageRoot;
import java.time.Duration;
import java.time.InstantSource;

/**
 * What the watches of all datasets share.
 *
 * @param reconcileInterval from the end of one full scan of a dataset to the beginning of the next
 */
public record WatchSurroundings(
        StorageRoot root,
        LedgerStore ledgers,
        ChangeNotifier notifier,
        ChangeOutbox outbox,
        ContentReader reader,
        InstantSource clock,
        Duration reconcileInterval,
        WatchFigures figures) {
    public ContentStore store() {
        return new ContentStore(root);
    }
}
