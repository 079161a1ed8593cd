package io.freshet.watcher.watch;

import io.freshet.contracts.data.Fingerprint;
import io.freshet.contracts.data.RelativePath;
import io.freshet.contracts.partition.PartitionKey;
import io.freshet.contracts.partition.PercentEncoding;
import io.freshet.watcher.domain.ChangeRule;
import io.freshet.watcher.domain.ChangeRule.Verdict;
import io.freshet.watcher.domain.FileAge;
import io.freshet.watcher.domain.FileNames;
import io.freshet.watcher.domain.FileSighting;
import io.freshet.watcher.domain.FileStamp;
import io.freshet.watcher.domain.KnownFile;
import io.freshet.watcher.domain.PendingFile;
import io.freshet.watcher.domain.PendingFiles;
import io.freshet.watcher.domain.ScanReason;
import io.freshet.watcher.domain.WatchedDataset;
import io.freshet.watcher.ledger.Ledger;
import io.freshet.watcher.scan.DatasetDirectory;
import io.freshet.watcher.scan.FileContent;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.ClosedByInterruptException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks at single files of one dataset, for whatever reason, and brings the ledger up to date. Looking once too often changes
 * nothing. For one thread.
 */
final class FileInspector {
    private static final Logger LOG = LoggerFactory.getLogger(FileInspector.class);

    /** The bound on files that are waited for one by one; beyond it, a scan does it. */
    private static final int MOST_WAITING = 100_000;

    private final WatchedDataset dataset;
    private final FileNames names;
    private final DatasetDirectory directory;
    private final Ledger ledger;
    private final PendingFiles agenda;
    private final VolumeWatch volumes;
    private final LargeReads large;
    private final AnnouncedFiles announced;
    private final InstantSource clock;
    private final InstantSource steady;
    private final FileAge age = new FileAge();
    private final WatchMetrics metrics;

    FileInspector(
            WatchedDataset dataset,
            DatasetDirectory directory,
            Ledger ledger,
            PendingFiles agenda,
            VolumeWatch volumes,
            LargeReads large,
            AnnouncedFiles announced,
            WatchContext context) {
        this.dataset = dataset;
        this.names = dataset.names();
        this.directory = directory;
        this.ledger = ledger;
        this.agenda = agenda;
        this.volumes = volumes;
        this.large = large;
        this.announced = announced;
        this.clock = context.clock();
        this.steady = context.steady();
        this.metrics = context.metrics();
    }

    /**
     * Looks at one file.
     *
     * @return its partition; empty if it belongs to none
     */
    Optional<PartitionKey> inspect(RelativePath path, ScanReason trigger) {
        Optional<PartitionKey> partition = dataset.layout().match(path.text());
        partition.ifPresent(key -> inspect(path, key, trigger));
        return partition;
    }

    /** Whether so many files are being waited for that it is better to begin anew. */
    boolean isOverwhelmed() {
        return agenda.waiting() > MOST_WAITING;
    }

    private void inspect(RelativePath path, PartitionKey partition, ScanReason trigger) {
        FileSighting sighting = isData(path) ? directory.observe(path) : new FileSighting.Absent();
        KnownFile known = ledger.file(path).orElse(null);
        boolean missing = known != null && sighting instanceof FileSighting.Absent;
        boolean isAsKnown = known == null
                ? sighting instanceof FileSighting.Absent
                : sighting.equals(new FileSighting.Present(known.stamp()));
        if (!isAsKnown && isData(path) && !volumes.counts(path, missing, trigger.isRecent())) {
            agenda.settle(path);
            return;
        }
        if (sighting instanceof FileSighting.Present(FileStamp stamp)) {
            large.keepOnly(path, stamp);
        } else {
            large.drop(path);
        }
        Instant now = steady.instant();
        Verdict verdict = ChangeRule.decide(new ChangeRule.Observation(
                known, sighting, trigger, agenda.pending(path), dataset.watch().settle(), now, age(sighting, now)));
        switch (verdict) {
            case Verdict.Unchanged() -> agenda.settle(path);
            case Verdict.Wait(Instant since, Instant due) ->
                agenda.await(new PendingFile(path, partition, sighting, trigger, since, due));
            case Verdict.Hold(String reason) -> hold(path, partition, reason);
            case Verdict.Forget() -> {
                ledger.forget(path, partition);
                agenda.settle(path);
            }
            case Verdict.Read(FileStamp stamp) -> read(path, partition, stamp, known);
        }
    }

    private Duration age(FileSighting sighting, Instant now) {
        age.observe(clock.instant(), now);
        return sighting instanceof FileSighting.Present(FileStamp stamp) ? age.of(stamp.changedNanos()) : Duration.ZERO;
    }

    private void read(RelativePath path, PartitionKey partition, FileStamp stamp, @Nullable KnownFile known) {
        if (stamp.bytes() < LargeReads.LEAST_BYTES) {
            take(path, partition, stamp, known, FileContent.read(directory, path, clock));
        } else {
            large.content(path, stamp)
                    .ifPresentOrElse(
                            content -> take(path, partition, stamp, known, content),
                            () -> agenda.read(path, partition));
        }
    }

    private void take(
            RelativePath path,
            PartitionKey partition,
            FileStamp stamp,
            @Nullable KnownFile known,
            FileContent content) {
        switch (content) {
            case FileContent.Failed(ClosedByInterruptException e) -> throw new UncheckedIOException(e);
            case FileContent.Failed(IOException e) -> hold(path, partition, DatasetDirectory.reason(e));
            case FileContent.Gone() -> awaitStill(path, partition, directory.observe(path));
            case FileContent.Read(Fingerprint hash, long started) -> {
                FileSighting after = directory.observe(path);
                if (after.equals(new FileSighting.Present(stamp))) {
                    remember(path, partition, stamp, known, hash, started);
                } else {
                    awaitStill(path, partition, after);
                }
            }
        }
    }

    private void remember(
            RelativePath path,
            PartitionKey partition,
            FileStamp stamp,
            @Nullable KnownFile known,
            Fingerprint hash,
            long started) {
        metrics.hashedFiles.increment();
        metrics.hashedBytes.add(stamp.bytes());
        if (known == null || !known.content().equals(hash)) {
            announced.appears(path, partition, stamp.bytes(), hash);
        }
        ledger.remember(
                path,
                partition,
                known != null && known.stamp().equals(stamp)
                        ? known.readAgain(hash, started)
                        : new KnownFile(stamp, hash, started));
        agenda.settle(path);
    }

    /** A file that changed while it was read is waited for. */
    private void awaitStill(RelativePath path, PartitionKey partition, FileSighting seen) {
        Instant now = steady.instant();
        Instant due = now.plus(ScanReason.TOUCHED.stillness(dataset.watch().settle()));
        agenda.await(new PendingFile(path, partition, seen, ScanReason.TOUCHED, now, due));
    }

    private void hold(RelativePath path, PartitionKey partition, String reason) {
        if (agenda.hold(path, partition, reason)) {
            LOG.atWarn()
                    .addKeyValue("dataset", dataset.ref())
                    .addKeyValue("partition", partition)
                    .addKeyValue("path", path)
                    .addKeyValue("reason", reason)
                    .log("A file cannot be read, so its partition is held back: let the watcher read it or remove it");
        }
    }

    private boolean isData(RelativePath path) {
        String[] segments = path.text().split("/", -1);
        for (int i = 0; i < segments.length - 1; i++) {
            if (!names.isEntered(segments[i])) {
                return false;
            }
        }
        return names.isData(PercentEncoding.decode(segments[segments.length - 1]));
    }
}
