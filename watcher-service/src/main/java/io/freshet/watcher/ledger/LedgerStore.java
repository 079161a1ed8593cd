package io.freshet.watcher.ledger;

import io.freshet.contracts.id.DatasetRef;
import io.freshet.watcher.domain.WatchedDataset;
import java.util.Map;
import java.util.Set;

/** Where the ledgers of all datasets are kept. Thread-safe; each ledger is for one thread. */
public interface LedgerStore extends AutoCloseable {
    Ledger ledger(DatasetRef dataset);

    /** What events have said of a dataset, watched or not. */
    Announcements announcements(DatasetRef dataset);

    EventIndex events();

    /** All datasets of which anything is known, watched or not. */
    Set<DatasetRef> known();

    /** All datasets that a ledger was ever opened for, as they were last. */
    Map<DatasetRef, WatchedDataset> datasets();

    @Override
    void close();
}
