package io.freshet.watcher.filesystem;

import io.freshet.contracts.data.RelativePath;
import io.freshet.contracts.partition.PartitionKey;
import io.freshet.watcher.domain.Agenda;
import io.freshet.watcher.domain.BatchWindow;
import io.freshet.watcher.domain.FileNames;
import io.freshet.watcher.domain.Pending;
import io.freshet.watcher.domain.Trigger;
import io.freshet.watcher.domain.WatchedDataset;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/**
 * The watch of one dataset: takes notices, looks at files, scans, and tells. Notifications only make it quick; a scan finds whatever
 * they did not tell. Nothing is told before everything that may belong to it has been looked at: not while a scan is under way that
 * was asked for because files may be unknown, and not of a partition with a file that does not count yet.
 *
 * <p>For one thread; only {@link #notices} may be used from others. After a crash, a new watch over the same ledger goes on.
 */
final class DatasetWatch implements AutoCloseable {
    private static final int SCAN_STEP = 256;

    private final WatchedDataset dataset;
    private final FileNames names;
    private final DatasetDirectory directory;
    private final Ledger ledger;
    private final ChangeNotifier.Subscription subscription;
    private final Duration reconcileInterval;
    private final InstantSource clock;
    private final WatchFigures figures;
    private final Agenda agenda = new Agenda();
    private final Notices notices = new Notices();
    private final FileLooks looks;
    private final BatchTeller teller;
    private final Scans scans;
    private final Set<PartitionKey> touched = new HashSet<>();
    private Instant opened = Instant.MIN;
    private Instant lastNews = Instant.MIN;
    private Instant nextReconcile;
    private boolean begun;
    /** When all that differs is told, whatever is still waited for; the end of time if no full scan has ended. */
    private Instant allDue = Instant.MAX;

    private volatile long files;

    DatasetWatch(WatchedDataset dataset, DatasetDirectory directory, Ledger ledger, WatchSurroundings around) {
        this.dataset = dataset;
        this.names = dataset.names();
        this.directory = directory;
        this.clock = around.clock();
        this.figures = around.figures();
        this.reconcileInterval = around.reconcileInterval();
        this.ledger = ledger;
        this.looks = new FileLooks(dataset, directory, ledger, agenda, clock, figures);
        this.teller = new BatchTeller(dataset, directory, ledger, around.store(), around.outbox(), clock, figures);
        this.subscription = around.notifier().subscribe(notices::add);
        this.scans = new Scans(dataset, directory, ledger, looks, subscription);
        this.nextReconcile = clock.instant().plus(reconcileInterval);
        scans.requestAll();
    }

    WatchedDataset dataset() {
        return dataset;
    }

    /** How many files the last full scan saw. */
    long files() {
        return files;
    }

    Notices notices() {
        return notices;
    }

    /**
     * Does what there is to do, for a bounded time.
     *
     * @return when to come again if there is no notice before; not later than now if there is more to do
     * @throws Exception if storage, ledger or outbox failed; {@link #beginAnew} and come again
     */
    Instant turn() throws Exception {
        teller.sendStaged();
        if (!begun) {
            ledger.open(dataset);
            begun = true;
        }
        notices.drain(this::take);
        if (notices.takeLost()) {
            figures.notificationsLost.increment();
            scans.requestAll();
        }
        lookAtDue();
        scan();
        tell();
        return next();
    }

    /** Forgets what is only in memory; a scan finds it again. */
    void beginAnew() {
        agenda.clear();
        touched.clear();
        allDue = Instant.MAX;
        scans.restart();
    }

    @Override
    public void close() {
        subscription.close();
        scans.close();
    }

    private void take(Notice notice) {
        switch (notice) {
            case Notice.File(Path path, Trigger trigger) -> takeFile(path, trigger);
            case Notice.Directory(Path path) -> takeDirectory(path);
            case Notice.Lost() -> notices.lose();
        }
    }

    private void takeFile(Path path, Trigger trigger) {
        if (!isBelow(path)) {
            return;
        }
        lastNews = clock.instant();
        RelativePath relative = RelativePath.between(directory.path(), path);
        if (names.isMarker(String.valueOf(path.getFileName()))) {
            int slash = relative.text().lastIndexOf('/');
            teller.completedIn(slash < 0 ? "" : relative.text().substring(0, slash))
                    .forEach(this::touch);
        } else {
            looks.look(relative, trigger).ifPresent(this::touch);
        }
    }

    private void takeDirectory(Path path) {
        if (directory.path().startsWith(path)) {
            scans.requestAll();
        } else if (isBelow(path)
                && StreamSupport.stream(directory.path().relativize(path).spliterator(), false)
                        .allMatch(name -> names.isEntered(name.toString()))) {
            lastNews = clock.instant();
            scans.request(RelativePath.between(directory.path(), path));
        }
    }

    private boolean isBelow(Path path) {
        return path.startsWith(directory.path()) && !path.equals(directory.path());
    }

    private void lookAtDue() {
        for (Pending file : agenda.due(clock.instant())) {
            looks.look(file.path(), file.trigger());
            touch(file.partition());
        }
    }

    private void scan() throws Exception {
        if (!clock.instant().isBefore(nextReconcile)) {
            scans.reconcile();
            nextReconcile = Instant.MAX;
        }
        if (looks.isOverwhelmed()) {
            Instant last = agenda.last().orElse(clock.instant());
            agenda.clear();
            scans.suspendUntil(last);
        }
        Scans.@Nullable Ended ended = scans.step(SCAN_STEP, clock.instant(), this::touch);
        if (ended == null) {
            return;
        }
        if (ended.full()) {
            files = ended.files();
            figures.scans.increment();
            figures.lastScanMillis.set(clock.millis());
            nextReconcile = clock.instant().plus(reconcileInterval);
            agenda.held().forEach(path -> looks.look(path, Trigger.SCANNED));
            if (teller.isAnyDiffering(this::isHeldBack)) {
                // Files that have just been written belong to the batch of those that were written a little earlier.
                Duration patience = Trigger.SCANNED.stillness(dataset.watch().settle());
                allDue =
                        ended.inBackground() ? clock.instant() : clock.instant().plus(patience);
            }
        }
    }

    private void touch(PartitionKey partition) {
        if (touched.isEmpty()) {
            opened = clock.instant();
        }
        touched.add(partition);
    }

    private void tell() throws Exception {
        if (scans.mustEndFirst() || isLookDue()) {
            return;
        }
        if (!allDue.equals(Instant.MAX)) {
            if (agenda.waiting() == 0 || !clock.instant().isBefore(allDue)) {
                teller.tellAll(this::isHeldBack);
                touched.clear();
                allDue = Instant.MAX;
            }
            return;
        }
        touched.removeIf(agenda::blocks); // comes again with the file that it waits for
        if (!touched.isEmpty() && !clock.instant().isBefore(windowEnds())) {
            teller.tell(touched, this::isHeldBack);
            touched.clear();
        }
    }

    /** What is due by now belongs into the batch. */
    private boolean isLookDue() {
        return agenda.next().filter(due -> !due.isAfter(clock.instant())).isPresent();
    }

    private Instant windowEnds() {
        return BatchWindow.ends(
                opened, lastNews, agenda.waiting() > 0, dataset.watch().settle());
    }

    private boolean isHeldBack(PartitionKey partition) {
        return agenda.blocks(partition) || scans.holdsBack(partition);
    }

    private Instant next() {
        if (scans.isRunning() || !notices.isEmpty()) {
            return clock.instant();
        }
        Instant next = earlier(nextReconcile, agenda.next().orElse(Instant.MAX));
        next = earlier(earlier(next, scans.suspendedUntil()), allDue);
        return touched.isEmpty() || !allDue.equals(Instant.MAX) ? next : earlier(next, windowEnds());
    }

    private static Instant earlier(Instant one, Instant other) {
        return one.isBefore(other) ? one : other;
    }
}
