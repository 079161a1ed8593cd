package io.freshet.watcher.watch;

import io.freshet.contracts.event.FileChanges;
import io.freshet.watcher.domain.WatchedDataset;
import io.freshet.watcher.ledger.ChangeHistory;
import io.freshet.watcher.ledger.Ledger;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings a ledger that was lost, or is older than the log of what was reported, or newer than a log that lost its end, in agreement with the
 * log, before anything is reported. So a deletion that happened without a ledger is reported, and nothing is reported from a version that nobody has.
 * For one thread.
 */
final class CatchUp {
    private static final Logger LOG = LoggerFactory.getLogger(CatchUp.class);

    private final WatchedDataset dataset;
    private final Ledger ledger;
    private final ChangeHistory history;

    CatchUp(WatchedDataset dataset, Ledger ledger, ChangeHistory history) {
        this.dataset = dataset;
        this.ledger = ledger;
        this.history = history;
    }

    /** To be called once, before what was staged is sent. */
    void run() throws Exception {
        List<FileChanges> staged = ledger.staged();
        String stagedBatch = staged.isEmpty() ? "" : staged.getFirst().batch().id();
        Taking taking = new Taking(stagedBatch);
        ChangeHistory.Position position =
                history.read(dataset.ref(), ledger.position().orElse(null), taking);
        if (taking.others > 0 || taking.isStagedThere) {
            // It was sent, or says what is no longer true: what of it still differs is found by comparing.
            ledger.unstage();
        }
        ledger.agrees(position);
        if (taking.others > 0) {
            LOG.atInfo()
                    .addKeyValue("dataset", dataset.ref())
                    .addKeyValue("events", taking.others)
                    .log("What was reported of a dataset was read back from the log");
        }
    }

    private final class Taking implements ChangeHistory.Reader {
        private final String stagedBatch;
        private boolean isStagedThere;
        private long others;

        Taking(String stagedBatch) {
            this.stagedBatch = stagedBatch;
        }

        @Override
        public void fromBeginning() {
            ledger.forgetReported();
        }

        @Override
        public void take(FileChanges changes) {
            if (changes.batch().id().equals(stagedBatch)) {
                isStagedThere |= changes.batch().last();
            } else {
                others++;
            }
            ledger.adopt(changes.changes());
        }
    }
}
