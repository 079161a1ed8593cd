package io.freshet.watcher.watch;

import io.freshet.contracts.event.FileChanges;
import java.util.List;

/** Where batches go. */
@FunctionalInterface
public interface ChangeOutbox {
    /**
     * Sends all events of a batch, so that readers see all of them or none; returns when they have them. Sending a batch again is
     * harmless.
     *
     * @return the offset of the last of them in the log
     * @throws Exception if that failed; whether the batch was sent is then unknown
     */
    long send(List<FileChanges> events) throws Exception;
}
