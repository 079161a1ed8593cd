package io.freshet.watcher.filesystem;

import io.freshet.contracts.data.ContentStore;
import io.freshet.contracts.data.StorageRoot;
import java.time.Duration;
import java.time.InstantSource;

/**
 * What the watches of all datasets share.
 *
 * @param clock the time of day, for what is told and for comparing with what file systems say
 * @param steady for durations, see {@link io.freshet.contracts.time.SteadyClock}
 * @param reconcileInterval from the end of one full scan of a dataset to the beginning of the next
 */
public record WatchSurroundings(
        StorageRoot root,
        LedgerStore ledgers,
        ChangeNotifier notifier,
        ChangeOutbox outbox,
        ChangeHistory history,
        ProblemReporter problems,
        ContentReader reader,
        VolumeReader volumes,
        InstantSource clock,
        InstantSource steady,
        Duration reconcileInterval,
        WatchFigures figures) {
    public ContentStore store() {
        return new ContentStore(root);
    }
}
