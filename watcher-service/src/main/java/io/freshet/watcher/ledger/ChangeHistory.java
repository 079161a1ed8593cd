package io.freshet.watcher.ledger;

import io.freshet.contracts.event.FileChanges;
import io.freshet.contracts.id.DatasetRef;
import org.jspecify.annotations.Nullable;

/** The log of what was reported of datasets, to be read back. Thread-safe. */
public interface ChangeHistory {
    /**
     * How far a ledger agrees with the log.
     *
     * @param log names the log: one that was made anew has another name
     * @param last the offset of the dataset's last event; -1 if it has none
     * @param batch of that event; empty if there is none
     * @param next the offset of the first record that was not read
     */
    record Position(String log, int partition, long last, String batch, long next) {}

    /** Takes what is read. */
    interface Reader {
        /** The log is not the one that was known, or has lost its end: what follows is all that it says. */
        void fromBeginning();

        void take(FileChanges changes);
    }

    /**
     * Reads what the log says of a dataset after a position, up to all that was written before this call.
     *
     * @param known null: from the beginning
     * @return how far it was read
     * @throws Exception if the log cannot be read; reading again is harmless
     */
    Position read(DatasetRef dataset, @Nullable Position known, Reader reader) throws Exception;
}
