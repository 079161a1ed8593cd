package io.freshet.watcher.watch;

import io.freshet.servicekit.storage.ContentStore;
import io.freshet.servicekit.storage.StorageRoot;
import io.freshet.watcher.ledger.ChangeHistory;
import io.freshet.watcher.ledger.LedgerStore;
import io.freshet.watcher.notify.ChangeNotifier;
import io.freshet.watcher.scan.ContentReader;
import io.freshet.watcher.scan.VolumeReader;
import java.time.Duration;
import java.time.InstantSource;

/**
 * What the watches of all datasets share.
 *
 * @param clock the time of day, for what is reported and for comparing with what file systems say
 * @param steady for durations, see {@link io.freshet.servicekit.time.SteadyClock}
 * @param reconcileInterval from the end of one full scan of a dataset to the beginning of the next
 */
public record WatchContext(
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
        WatchMetrics metrics) {
    public ContentStore store() {
        return new ContentStore(root);
    }
}
