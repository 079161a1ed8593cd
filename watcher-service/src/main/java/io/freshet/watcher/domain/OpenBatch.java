package io.freshet.watcher.domain;

import io.freshet.contracts.partition.PartitionKey;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The batch that is being collected: partitions in which files have begun to count, or, after a scan, all that differ. Its window
 * opens when the first of them can be reported. Not thread-safe.
 */
public final class OpenBatch {
    private static final Instant LONG_AGO = Instant.EPOCH.minus(Duration.ofDays(365));

    private final Set<PartitionKey> touched = new HashSet<>();
    private boolean all;
    private Instant opened = Instant.MAX;
    private Instant lastNews = Instant.MIN;

    /** Something happened in the dataset, so more may follow. */
    public void news(Instant now) {
        lastNews = now;
    }

    /** A file of the partition was looked at. */
    public void touch(PartitionKey partition) {
        touched.add(partition);
    }

    /** All that differs belongs to the batch, because everything was looked at. */
    public void touchAll() {
        all = true;
    }

    /** There is something to report, if there was not yet. */
    public void open(Instant now) {
        opened = opened.isBefore(now) ? opened : now;
    }

    /** Nothing is waited for: the batch ends with what it has. */
    public void endNow() {
        opened = LONG_AGO;
    }

    /**
     * When the batch ends, unless there is news until then; the end of time if there is nothing to report yet. A partition that waits
     * for one of its files comes again with that file.
     */
    public Instant ends(PendingFiles agenda, Duration settle, Instant now) {
        touched.removeIf(agenda::blocks);
        boolean moreComing = agenda.waiting() > 0;
        if (!touched.isEmpty() || (all && !moreComing)) {
            open(now);
        }
        // After a scan, files that were written a moment ago are still waited for even if the dataset has no settle
        // time.
        Duration patience = all ? ScanReason.SCANNED.stillness(settle) : settle;
        return opened.equals(Instant.MAX) ? opened : BatchWindow.ends(opened, lastNews, moreComing, patience);
    }

    public boolean isAll() {
        return all;
    }

    public List<PartitionKey> touched() {
        return List.copyOf(touched);
    }

    public void clear() {
        touched.clear();
        all = false;
        opened = Instant.MAX;
    }
}
