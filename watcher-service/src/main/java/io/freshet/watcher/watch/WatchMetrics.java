package io.freshet.watcher.watch;

import java.time.Instant;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;

/** What the watcher counts of its work, for metrics. Thread-safe. */
public final class WatchMetrics {
    final LongAdder hashedFiles = new LongAdder();
    final LongAdder hashedBytes = new LongAdder();
    final LongAdder scans = new LongAdder();
    final LongAdder notificationsLost = new LongAdder();
    final LongAdder batches = new LongAdder();
    final LongAdder partitionsReported = new LongAdder();
    final AtomicLong lastScanMillis = new AtomicLong();

    public long hashedFiles() {
        return hashedFiles.sum();
    }

    public long hashedBytes() {
        return hashedBytes.sum();
    }

    /** Full scans of a dataset that have ended. */
    public long scans() {
        return scans.sum();
    }

    /** How often notifications were lost and a scan had to make up for it. */
    public long notificationsLost() {
        return notificationsLost.sum();
    }

    public long batches() {
        return batches.sum();
    }

    public long partitionsReported() {
        return partitionsReported.sum();
    }

    /** When a full scan last ended; the beginning of 1970 if none has. */
    public Instant lastScan() {
        return Instant.ofEpochMilli(lastScanMillis.get());
    }
}
