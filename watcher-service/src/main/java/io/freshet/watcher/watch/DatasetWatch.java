package io.freshet.watcher.watch;

import io.freshet.contracts.data.RelativePath;
import io.freshet.contracts.partition.Layout;
import io.freshet.contracts.partition.PartitionKey;
import io.freshet.watcher.domain.Announcement;
import io.freshet.watcher.domain.EventCounts;
import io.freshet.watcher.domain.FileNames;
import io.freshet.watcher.domain.OpenBatch;
import io.freshet.watcher.domain.PendingFile;
import io.freshet.watcher.domain.PendingFiles;
import io.freshet.watcher.domain.ScanReason;
import io.freshet.watcher.domain.Target;
import io.freshet.watcher.domain.WatchedDataset;
import io.freshet.watcher.ledger.Ledger;
import io.freshet.watcher.notify.ChangeNotifier;
import io.freshet.watcher.notify.FileEvent;
import io.freshet.watcher.notify.FileEventQueue;
import io.freshet.watcher.scan.DatasetDirectory;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Queue;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/**
 * The watch of one dataset: takes notices, looks at files, scans, and reports. Notifications only make it quick; a scan finds whatever
 * they missed. Nothing is reported before everything that may belong to it has been looked at: not while a scan is under way that
 * was asked for because files may be unknown, and not of a partition with a file that does not count yet.
 *
 * <p>For one thread; only {@link #notices} and {@link #confirm} may be used from others. After a crash, a new watch over the same ledger goes on.
 */
final class DatasetWatch implements AutoCloseable {
    private static final int SCAN_STEP = 256;

    /** What may wait to be looked at again; where it is more, everything is looked at. */
    private static final int MOST_LOOKS = 1_000;

    private final WatchedDataset dataset;
    private final FileNames names;
    private final DatasetDirectory directory;
    private final Ledger ledger;
    private final ChangeNotifier.Subscription subscription;
    private final Duration reconcileInterval;
    private final InstantSource clock;
    private final InstantSource steady;
    private final WatchMetrics metrics;
    private final PendingFiles agenda = new PendingFiles();
    private final FileEventQueue notices = new FileEventQueue();
    private final Queue<Target> looks = new ArrayBlockingQueue<>(MOST_LOOKS);
    private final VolumeWatch volumes;
    private final LargeReads large;
    private final AnnouncedFiles announced;
    private final FileInspector inspector;
    private final BatchPublisher publisher;
    private final CatchUp catchUp;
    private final ScanScheduler scans;
    private final ProblemReport problems;
    private final OpenBatch batch = new OpenBatch();
    private Instant nextReconcile;
    private boolean caughtUp;
    private boolean begun;
    private long heldReported;
    private long announcedReported;
    private volatile String confirmed = "";
    private volatile long files;

    DatasetWatch(WatchedDataset dataset, DatasetDirectory directory, Ledger ledger, WatchContext context) {
        this.dataset = dataset;
        this.names = dataset.names();
        this.directory = directory;
        this.clock = context.clock();
        this.steady = context.steady();
        this.metrics = context.metrics();
        this.reconcileInterval = context.reconcileInterval();
        this.ledger = ledger;
        this.volumes = new VolumeWatch(dataset, directory, ledger, agenda, context.volumes());
        this.large = new LargeReads(dataset.ref(), directory, notices, clock);
        this.announced = new AnnouncedFiles(dataset, ledger, context.ledgers().announcements(dataset.ref()), clock);
        this.inspector = new FileInspector(dataset, directory, ledger, agenda, volumes, large, announced, context);
        this.publisher =
                new BatchPublisher(dataset, directory, ledger, context.store(), context.outbox(), clock, metrics);
        this.catchUp = new CatchUp(dataset, ledger, context.history());
        this.subscription = context.notifier().subscribe(notices::add);
        this.scans = new ScanScheduler(dataset, directory, ledger, inspector, volumes, subscription);
        this.problems = new ProblemReport(dataset, agenda, volumes, scans, publisher, announced, context);
        this.nextReconcile = steady.instant().plus(reconcileInterval);
        scans.requestAll();
    }

    WatchedDataset dataset() {
        return dataset;
    }

    /** How many files the last full scan saw. */
    long files() {
        return files;
    }

    FileEventQueue notices() {
        return notices;
    }

    /**
     * Does what there is to do, for a bounded time.
     *
     * @return when to come again if there is no notice before; not later than now if there is more to do
     * @throws Exception if storage, ledger or outbox failed; {@link #beginAnew} and come again
     */
    Instant turn() throws Exception {
        if (!caughtUp) {
            catchUp.run();
            caughtUp = true;
        }
        publisher.sendStaged();
        if (!begun) {
            ledger.open(dataset);
            volumes.begin();
            announced.begin();
            begun = true;
        }
        confirmDeletions();
        notices.drain(this::take);
        if (notices.takeLost()) {
            metrics.notificationsLost.increment();
            scans.requestAll();
        }
        announced.take(this::look);
        for (Target target = looks.poll(); target != null; target = looks.poll()) {
            look(target);
        }
        inspectDue();
        boolean scanned = scan();
        publish();
        if (scanned || agenda.heldChanges() != heldReported || announced.changes() != announcedReported) {
            heldReported = agenda.heldChanges();
            announcedReported = announced.changes();
            problems.update();
        }
        return next();
    }

    /** What has vanished was deleted, if that is what waits for this confirmation. May be called from any thread. */
    void confirm(String confirmation) {
        confirmed = confirmation;
        notices.wakeUp();
    }

    /** An event has announced something of the dataset. May be called from any thread. */
    void announced() {
        announced.wake();
        notices.wakeUp();
    }

    /** What an event announces is looked at, and nothing is counted; where too much is, everything is. May be called from any thread. */
    void lookAgain(Announcement announcement) {
        try {
            if (!looks.offer(Target.of(announcement, dataset.layout()))) {
                notices.lose();
            }
        } catch (IllegalArgumentException e) {
            // The dataset cannot have it, which was logged when it was announced.
            return;
        }
        notices.wakeUp();
    }

    /** What became of what was announced. May be called from any thread. */
    EventCounts announcedCounts() {
        return announced.counts();
    }

    /** As at a notice of the kernel; a partition without a directory of its own is found by the next scan, which begins now. */
    private void look(Target target) {
        batch.news(steady.instant());
        batch.touch(target.partition());
        RelativePath path = target.path();
        Layout layout = dataset.layout();
        if (path == null && !layout.hasGlobs()) {
            path = RelativePath.parse(layout.format(target.partition()));
        }
        String home = path == null ? layout.directory(target.partition()) : "";
        if (path != null) {
            inspector.inspect(path, ScanReason.TOUCHED);
        } else if (home.isEmpty()) {
            nextReconcile = nextReconcile.equals(Instant.MAX) ? nextReconcile : steady.instant();
        } else {
            scans.request(RelativePath.parse(home));
        }
    }

    private void confirmDeletions() {
        if (volumes.awaitsConfirmation().filter(confirmed::equals).isPresent()) {
            volumes.confirm();
            scans.requestAll();
        }
    }

    /** Forgets what is only in memory; a scan finds it again. */
    void beginAnew() {
        agenda.clear();
        batch.clear();
        scans.restart();
    }

    @Override
    public void close() {
        subscription.close();
        large.close();
        scans.close();
    }

    private void take(FileEvent notice) {
        switch (notice) {
            case FileEvent.File(Path path, ScanReason trigger) -> takeFile(path, trigger);
            case FileEvent.Directory(Path path) -> takeDirectory(path);
            case FileEvent.Lost() -> notices.lose();
        }
    }

    private void takeFile(Path path, ScanReason trigger) {
        if (!isBelow(path)) {
            return;
        }
        batch.news(steady.instant());
        RelativePath relative = RelativePath.between(directory.path(), path);
        if (names.isMarker(String.valueOf(path.getFileName()))) {
            int slash = relative.text().lastIndexOf('/');
            publisher
                    .completedIn(slash < 0 ? "" : relative.text().substring(0, slash))
                    .forEach(batch::touch);
        } else {
            inspector.inspect(relative, trigger).ifPresent(batch::touch);
        }
    }

    private void takeDirectory(Path path) {
        if (directory.path().startsWith(path)) {
            scans.requestAll();
        } else if (isBelow(path)
                && StreamSupport.stream(directory.path().relativize(path).spliterator(), false)
                        .allMatch(name -> names.isEntered(name.toString()))) {
            batch.news(steady.instant());
            scans.request(RelativePath.between(directory.path(), path));
        }
    }

    private boolean isBelow(Path path) {
        return path.startsWith(directory.path()) && !path.equals(directory.path());
    }

    private void inspectDue() {
        for (PendingFile file : agenda.due(steady.instant())) {
            inspector.inspect(file.path(), file.trigger());
            batch.touch(file.partition());
        }
    }

    /** Whether a scan of everything has ended. */
    private boolean scan() throws Exception {
        if (!steady.instant().isBefore(nextReconcile)) {
            scans.reconcile();
            nextReconcile = Instant.MAX;
        }
        if (inspector.isOverwhelmed()) {
            Instant last = agenda.last().orElse(steady.instant());
            agenda.clear();
            scans.suspendUntil(last);
        }
        ScanScheduler.@Nullable Ended ended = scans.step(SCAN_STEP, steady.instant(), batch::touch);
        if (ended == null) {
            return false;
        }
        if (ended.full()) {
            files = ended.files();
            metrics.scans.increment();
            metrics.lastScanMillis.set(clock.millis());
            nextReconcile = steady.instant().plus(reconcileInterval);
            announced.reconciled();
            agenda.held().forEach(path -> inspector.inspect(path, ScanReason.SCANNED));
            batch.touchAll();
            if (ended.inBackground()) {
                batch.endNow();
            } else if (publisher.isAnyDiffering(this::isHeldBack)) {
                batch.open(steady.instant());
            }
        }
        return ended.full();
    }

    private void publish() throws Exception {
        if (scans.mustEndFirst() || isLookDue() || batchEnds().isAfter(steady.instant())) {
            return;
        }
        if (volumes.hasMoved()) {
            scans.requestAll();
            return;
        }
        if (batch.isAll()) {
            publisher.publishAll(this::isHeldBack);
            announced.allReported();
        } else {
            publisher.publish(batch.touched(), this::isHeldBack);
            announced.reported(batch.touched());
        }
        batch.clear();
    }

    /** What is due by now belongs into the batch. */
    private boolean isLookDue() {
        return agenda.next().filter(due -> !due.isAfter(steady.instant())).isPresent();
    }

    private Instant batchEnds() {
        return batch.ends(agenda, dataset.watch().settle(), steady.instant());
    }

    private boolean isHeldBack(PartitionKey partition) {
        return agenda.blocks(partition) || scans.holdsBack(partition) || announced.holdsBack(partition);
    }

    private Instant next() {
        if (scans.isRunning() || !notices.isEmpty() || announced.hasMore()) {
            return steady.instant();
        }
        Instant next = earlier(nextReconcile, agenda.next().orElse(Instant.MAX));
        return earlier(earlier(next, scans.suspendedUntil()), batchEnds());
    }

    private static Instant earlier(Instant one, Instant other) {
        return one.isBefore(other) ? one : other;
    }
}
