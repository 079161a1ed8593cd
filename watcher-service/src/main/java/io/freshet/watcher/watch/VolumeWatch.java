package io.freshet.watcher.watch;

import io.freshet.contracts.data.RelativePath;
import io.freshet.contracts.partition.PartitionKey;
import io.freshet.watcher.domain.Disappearance;
import io.freshet.watcher.domain.FileSighting;
import io.freshet.watcher.domain.PendingFile;
import io.freshet.watcher.domain.PendingFiles;
import io.freshet.watcher.domain.VolumeGuard;
import io.freshet.watcher.domain.VolumeIdentity;
import io.freshet.watcher.domain.WatchedDataset;
import io.freshet.watcher.ledger.Ledger;
import io.freshet.watcher.scan.DatasetDirectory;
import io.freshet.watcher.scan.VolumeReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Keeps the files of volumes that are not there from being taken for deleted, see {@link VolumeGuard}. For one thread. */
final class VolumeWatch {
    private static final Logger LOG = LoggerFactory.getLogger(VolumeWatch.class);

    private final WatchedDataset dataset;
    private final DatasetDirectory directory;
    private final Ledger ledger;
    private final PendingFiles agenda;
    private final VolumeReader reader;
    private final VolumeGuard guard = new VolumeGuard();
    private Disappearance disappearance = Disappearance.NONE;
    private boolean moved;
    /** What was reported is only known from the log, and nothing of it has been found. */
    private boolean rebuilt;

    VolumeWatch(
            WatchedDataset dataset,
            DatasetDirectory directory,
            Ledger ledger,
            PendingFiles agenda,
            VolumeReader reader) {
        this.dataset = dataset;
        this.directory = directory;
        this.ledger = ledger;
        this.agenda = agenda;
        this.reader = reader;
    }

    /** Takes up what the ledger remembers. */
    void begin() {
        guard.trust(ledger.volumes());
        disappearance = ledger.disappearance();
        rebuilt = ledger.isRebuilt() && ledger.differing(null, 1).size() > 0;
    }

    /** To be called before a scan of everything. */
    void beforeScan() throws IOException {
        guard.observe(reader.volumes(directory.path()));
        Set<String> populated = new TreeSet<>();
        Set<String> emptied = new TreeSet<>();
        for (String volume : guard.volumes()) {
            switch (inventory(volume)) {
                case NONE_KNOWN -> {
                    // It can have lost nothing.
                }
                case SOME_FOUND -> populated.add(volume);
                case NONE_FOUND -> {
                    populated.add(volume);
                    emptied.add(volume);
                }
            }
        }
        guard.judge(populated, emptied);
        moved = false;
    }

    /** Whether a volume is no longer as it was when it was last looked at, so that everything must be looked at again. */
    boolean hasMoved() throws IOException {
        return moved || !reader.volumes(directory.path()).equals(guard.present());
    }

    /**
     * To be called after a scan of everything.
     *
     * @param files that it saw
     * @return whether another one is needed
     */
    boolean afterScan(long files) {
        boolean again = guard.scanned();
        if (rebuilt && files > 0) {
            rebuilt = false;
            ledger.rebuiltIsConfirmed();
        } else if (rebuilt) {
            guard.hideAll();
        }
        remember();
        return again || moved;
    }

    /** Whether a file that is new, gone or otherwise than it is known counts, see {@link VolumeGuard#counts}. */
    boolean counts(RelativePath path, boolean missing, boolean witnessed) {
        String volume = guard.volumeOf(path.text());
        VolumeIdentity expected = guard.present().get(volume);
        if (expected == null || !isInPlace(path, volume, expected)) {
            moved |= isMountedOtherwise();
        }
        return !moved && guard.counts(path.text(), missing, witnessed);
    }

    boolean holdsBack(PartitionKey partition) {
        if (moved || rebuilt || guard.doubts().isEmpty()) {
            return moved || rebuilt;
        }
        String home = dataset.layout().directory(partition);
        String prefix = home.isEmpty() ? "" : home + "/";
        return guard.doubts().containsKey(guard.volumeOf(prefix + "any"))
                || guard.doubts().keySet().stream().anyMatch(volume -> !volume.isEmpty() && volume.startsWith(prefix));
    }

    /** What is hidden, with the reasons. */
    SortedMap<String, VolumeGuard.Doubt> hidden() {
        SortedMap<String, VolumeGuard.Doubt> hidden = new TreeMap<>(guard.doubts());
        hidden.values().removeIf(doubt -> !doubt.hidden());
        return hidden;
    }

    /** What names the deletions that wait for a confirmation; empty if none does, or no scan has shown them yet. */
    Optional<String> awaitsConfirmation() {
        return guard.hidden().isEmpty() ? Optional.empty() : Optional.of(disappearance.id(dataset.ref()));
    }

    /** What is hidden is deleted: a scan of everything must follow. */
    void confirm() {
        LOG.atInfo()
                .addKeyValue("dataset", dataset.ref())
                .addKeyValue("directories", disappearance.volumes())
                .log("Deletions were confirmed");
        guard.confirm();
        rebuilt = false;
        ledger.rebuiltIsConfirmed();
        remember();
    }

    private void remember() {
        ledger.volumes(guard.trusted());
        Disappearance next = disappearance.with(guard.hidden());
        if (!next.equals(disappearance)) {
            disappearance = next;
            ledger.disappearance(next);
            log();
        }
    }

    private void log() {
        if (disappearance.volumes().isEmpty()) {
            LOG.atInfo().addKeyValue("dataset", dataset.ref()).log("What had vanished is back or confirmed as deleted");
        }
        hidden().forEach((volume, doubt) -> LOG.atWarn()
                .addKeyValue("dataset", dataset.ref())
                .addKeyValue("directory", volume.isEmpty() ? directory.path() : volume)
                .addKeyValue("reason", doubt.reason())
                .addKeyValue("files", doubt.missing())
                .log("Files have vanished, not been deleted, so their partitions are held back: mount the file system"
                        + " again, or confirm the deletions with 'freshet confirm-deletions'"));
    }

    /** Two stats say whether the volume's directory and the file's own are on the same file system as when they were last looked at. */
    private boolean isInPlace(RelativePath path, String volume, VolumeIdentity expected) {
        Path root = volume.isEmpty() ? directory.path() : directory.path().resolve(volume);
        Path parent = directory.resolve(path).getParent();
        Optional<VolumeIdentity> nearest = Optional.empty();
        while (nearest.isEmpty() && parent != null && parent.startsWith(root)) {
            nearest = reader.at(parent);
            parent = parent.getParent();
        }
        return nearest.filter(now -> now.device() == expected.device()).isPresent()
                && reader.at(root)
                        .filter(now -> now.inode() == expected.inode())
                        .isPresent();
    }

    private boolean isMountedOtherwise() {
        try {
            return !reader.volumes(directory.path()).equals(guard.present());
        } catch (IOException e) {
            return true; // what cannot be seen cannot be trusted; the next scan reports the reason
        }
    }

    private enum Inventory {
        NONE_KNOWN,
        SOME_FOUND,
        NONE_FOUND
    }

    /** Looks for the first known file that exists; those whose deletion the kernel reported are no longer asked for. */
    private Inventory inventory(String volume) {
        byte[] below =
                volume.isEmpty() ? new byte[0] : RelativePath.parse(volume).bytes();
        boolean known = false;
        try (Ledger.Cursor files = ledger.files(below)) {
            for (; files.isValid(); files.next()) {
                RelativePath path = files.path();
                if (isElsewhere(path.text(), volume) || isWitnessed(path)) {
                    continue;
                }
                if (!(directory.observe(path) instanceof FileSighting.Absent)) {
                    return Inventory.SOME_FOUND;
                }
                known = true;
            }
        }
        return known ? Inventory.NONE_FOUND : Inventory.NONE_KNOWN;
    }

    /** Whether the file belongs to a volume below this one. */
    private boolean isElsewhere(String path, String volume) {
        return guard.volumeOf(path).length() > volume.length();
    }

    private boolean isWitnessed(RelativePath path) {
        PendingFile pending = agenda.pending(path);
        return pending != null
                && pending.seen() instanceof FileSighting.Absent
                && pending.trigger().isRecent();
    }
}
