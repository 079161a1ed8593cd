package io.freshet.watcher.watch;

import io.freshet.contracts.data.RelativePath;
import io.freshet.contracts.event.DatasetProblems.Kind;
import io.freshet.contracts.partition.PartitionKey;
import io.freshet.watcher.domain.ProblemTally;
import io.freshet.watcher.domain.ScanReason;
import io.freshet.watcher.domain.WatchedDataset;
import io.freshet.watcher.ledger.Ledger;
import io.freshet.watcher.notify.ChangeNotifier;
import io.freshet.watcher.scan.DatasetDirectory;
import io.freshet.watcher.scan.TreeScan;
import io.freshet.watcher.scan.UnreadableDirectories;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The scans of one dataset: urgent ones, of all or of a directory that has appeared, which must end before anything is reported; and the
 * periodic one in the background, which holds back only the partitions in which it has found something. For one thread.
 */
final class ScanScheduler implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ScanScheduler.class);
    private static final int MOST_SUBTREES = 10_000;
    private static final int MOST_HOLDS = 100_000;

    /** A scan that has ended. */
    record Ended(boolean full, boolean inBackground, long files) {}

    private final WatchedDataset dataset;
    private final DatasetDirectory directory;
    private final Ledger ledger;
    private final FileInspector inspector;
    private final ChangeNotifier.Subscription subscription;
    private final VolumeWatch volumes;
    private final UnreadableDirectories closed;
    private final Set<RelativePath> subtrees = new LinkedHashSet<>();
    private final Set<PartitionKey> holds = new HashSet<>();
    private boolean allRequested;
    private @Nullable Running urgent;
    private @Nullable Running background;
    private Instant suspendedUntil = Instant.MAX;
    private ProblemTally tally = new ProblemTally();

    ScanScheduler(
            WatchedDataset dataset,
            DatasetDirectory directory,
            Ledger ledger,
            FileInspector inspector,
            VolumeWatch volumes,
            ChangeNotifier.Subscription subscription) {
        this.dataset = dataset;
        this.directory = directory;
        this.ledger = ledger;
        this.inspector = inspector;
        this.volumes = volumes;
        this.subscription = subscription;
        this.closed = new UnreadableDirectories(dataset.layout());
    }

    /** Everything must be looked at; a scan under way goes on, and another one follows it. */
    void requestAll() {
        allRequested = true;
        subtrees.clear();
        stopBackground();
    }

    /** Everything below must be looked at. */
    void request(RelativePath subtree) {
        if (allRequested) {
            return;
        }
        subtrees.add(subtree);
        if (subtrees.size() > MOST_SUBTREES) {
            requestAll();
        }
    }

    /** Looks at everything in the background. */
    void reconcile() throws IOException {
        if (background == null && urgent == null && !allRequested && suspendedUntil.equals(Instant.MAX)) {
            volumes.beforeScan();
            background = new Running(true, true, new byte[0]);
        }
    }

    /** Reports nothing until then, and then looks at everything. */
    void suspendUntil(Instant until) {
        close();
        suspendedUntil = until;
    }

    Instant suspendedUntil() {
        return suspendedUntil;
    }

    /** Whether nothing may be reported because files may be unknown. */
    boolean mustEndFirst() {
        return allRequested || !subtrees.isEmpty() || urgent != null || !suspendedUntil.equals(Instant.MAX);
    }

    boolean isRunning() {
        return allRequested || !subtrees.isEmpty() || urgent != null || background != null;
    }

    boolean holdsBack(PartitionKey partition) {
        return holds.contains(partition) || closed.mayHoldFilesOf(partition) || volumes.holdsBack(partition);
    }

    /** What the last scan of everything came across that is no data. */
    ProblemTally tally() {
        return tally;
    }

    /** The directories that cannot be listed, with the reasons. */
    SortedMap<String, String> closed() {
        return closed.all();
    }

    /**
     * Goes on with the most urgent scan.
     *
     * @param touched receives the partitions of what is found in a subtree
     * @return the scan, if it ended
     */
    @Nullable
    Ended step(int entries, Instant now, Consumer<PartitionKey> touched) throws IOException {
        if (!now.isBefore(suspendedUntil)) {
            suspendedUntil = Instant.MAX;
            requestAll();
        }
        if (urgent == null && suspendedUntil.equals(Instant.MAX)) {
            urgent = nextUrgent();
        }
        Running running = urgent != null ? urgent : background;
        if (running == null || running.step(entries, touched)) {
            if (holds.size() > MOST_HOLDS) {
                requestAll(); // cheaper than to remember them: what has been read is not read again
            }
            return null;
        }
        running.scan.close();
        if (running == urgent) {
            urgent = null;
        } else {
            background = null;
            holds.clear();
        }
        if (running.full) {
            closed.retain(running.closedHere);
            if (volumes.afterScan(running.scan.files())) {
                requestAll();
            }
            logUnlessEqual(running.tally, tally);
            tally = running.tally;
        }
        return new Ended(running.full, running.inBackground, running.scan.files());
    }

    /** Ends all scans and begins with a full one. */
    void restart() {
        close();
        requestAll();
    }

    @Override
    public void close() {
        stopBackground();
        if (urgent != null) {
            urgent.scan.close();
            urgent = null;
        }
        subtrees.clear();
        allRequested = false;
        suspendedUntil = Instant.MAX;
    }

    private void stopBackground() {
        if (background != null) {
            background.scan.close();
            background = null;
        }
        holds.clear();
    }

    private @Nullable Running nextUrgent() throws IOException {
        if (allRequested) {
            volumes.beforeScan();
            allRequested = false;
            return new Running(true, false, new byte[0]);
        }
        if (subtrees.isEmpty()) {
            return null;
        }
        RelativePath subtree = subtrees.iterator().next();
        subtrees.remove(subtree);
        return new Running(false, false, subtree.bytes());
    }

    /** What is no error, but worth a word. */
    private void logUnlessEqual(ProblemTally now, ProblemTally before) {
        long outside = now.count(Kind.OUTSIDE_LAYOUT);
        if (outside > 0 && outside != before.count(Kind.OUTSIDE_LAYOUT)) {
            LOG.atInfo()
                    .addKeyValue("dataset", dataset.ref())
                    .addKeyValue("files", outside)
                    .addKeyValue("layout", dataset.layout())
                    .log("Files that do not fit the layout are left out");
        }
        long links = now.count(Kind.SYMBOLIC_LINK);
        if (links > 0 && links != before.count(Kind.SYMBOLIC_LINK)) {
            LOG.atWarn()
                    .addKeyValue("dataset", dataset.ref())
                    .addKeyValue("links", links)
                    .log("Symbolic links are not followed: put the file itself there, or a hard link");
        }
    }

    private final class Running implements TreeScan.Findings {
        final boolean full;
        final boolean inBackground;
        final TreeScan scan;
        final ProblemTally tally = new ProblemTally();
        final Set<String> closedHere = new HashSet<>();
        private Consumer<PartitionKey> touched = partition -> {};

        Running(boolean full, boolean inBackground, byte[] below) {
            this.full = full;
            this.inBackground = inBackground;
            this.scan = new TreeScan(directory, dataset.names(), ledger, below, this);
            if (!inBackground) {
                closed.reopen(
                        below.length == 0 ? "" : RelativePath.ofBytes(below).text());
            }
        }

        boolean step(int entries, Consumer<PartitionKey> touchedBySubtree) throws IOException {
            touched = touchedBySubtree;
            return scan.step(entries);
        }

        @Override
        public void differs(RelativePath file) {
            Optional<PartitionKey> partition = inspector.inspect(file, full ? ScanReason.SCANNED : ScanReason.APPEARED);
            if (partition.isEmpty()) {
                tally.add(Kind.OUTSIDE_LAYOUT, file.text(), "it does not fit " + dataset.layout());
            } else if (!full) {
                touched.accept(partition.get());
            } else if (inBackground) {
                holds.add(partition.get());
            }
        }

        @Override
        public void entering(Path entered) {
            subscription.watch(entered);
        }

        @Override
        public void link(Path link) {
            tally.add(Kind.SYMBOLIC_LINK, directory.relative(link), "symbolic links are not followed");
        }

        @Override
        public void special(Path file) {
            tally.add(Kind.SPECIAL_FILE, directory.relative(file), "it is a pipe, a socket or a device");
        }

        @Override
        public void closed(String closedDirectory, String reason) {
            String place = closed.place(closedDirectory);
            String why = place.equals(closedDirectory) ? reason : UnreadableDirectories.TOO_MANY;
            closedHere.add(place);
            if (closed.add(place, why)) {
                LOG.atWarn()
                        .addKeyValue("dataset", dataset.ref())
                        .addKeyValue("directory", place)
                        .addKeyValue("reason", why)
                        .log(
                                "A directory cannot be looked into, so its partitions are held back: let the watcher read it");
            }
        }
    }
}
