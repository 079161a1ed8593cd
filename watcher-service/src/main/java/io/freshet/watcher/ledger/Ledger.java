package io.freshet.watcher.ledger;

import io.freshet.contracts.data.ManifestFiles;
import io.freshet.contracts.data.PartitionVersion;
import io.freshet.contracts.data.RelativePath;
import io.freshet.contracts.event.FileChanges;
import io.freshet.contracts.event.PartitionChange;
import io.freshet.contracts.partition.PartitionKey;
import io.freshet.watcher.domain.Disappearance;
import io.freshet.watcher.domain.KnownFile;
import io.freshet.watcher.domain.VolumeIdentity;
import io.freshet.watcher.domain.WatchedDataset;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;

/**
 * What the watcher remembers of one dataset, across restarts: its files, what was last reported of each partition, which partitions
 * differ from that, and the batch that is being sent. Each method is atomic, also against the death of the process; a machine that
 * loses its power may lose the last of them, which the next scan makes good. For one thread.
 */
public interface Ledger {
    /** The dataset as it was when the ledger was last {@link #open opened}; empty at first. */
    Optional<WatchedDataset> dataset();

    /**
     * Begins to work for a dataset. If its files lie elsewhere than before or belong to other partitions, what was known of them is
     * forgotten, and everything that was reported must be looked at again.
     */
    void open(WatchedDataset dataset);

    Optional<KnownFile> file(RelativePath path);

    /** The files below a directory, in the order of their paths' bytes, as they are now. */
    Cursor files(byte[] below);

    /** Remembers a file; where its content is new, its partition now differs. */
    void remember(RelativePath path, PartitionKey partition, KnownFile file);

    /** The file is gone, so its partition now differs. */
    void forget(RelativePath path, PartitionKey partition);

    /** The files of a partition, read from the ledger at each visit. */
    ManifestFiles members(PartitionKey partition);

    /** What was last reported of a partition; empty if it never was, or was reported as gone. */
    Optional<PartitionVersion> reported(PartitionKey partition);

    /** How many of its files have changed since it was last reported; 0 if the partition does not differ. */
    long differing(PartitionKey partition);

    /**
     * The partitions that may differ from what was reported, in the order of their text.
     *
     * @param after where to go on; null: from the beginning
     */
    List<PartitionKey> differing(@org.jspecify.annotations.Nullable PartitionKey after, int limit);

    /** These do not differ after all. */
    void agreed(List<PartitionKey> partitions);

    /** What scans have shown to be the dataset's volumes, by directory. */
    SortedMap<String, VolumeIdentity> volumes();

    /** Replaces what is remembered of the volumes. */
    void volumes(SortedMap<String, VolumeIdentity> volumes);

    /** What was hidden last; {@link Disappearance#NONE} at first. */
    Disappearance disappearance();

    void disappearance(Disappearance disappearance);

    /** The number of the next batch, from 1. */
    long nextBatch();

    /** Notes the events of a batch before they are sent, so that after a crash the very same ones are sent. */
    void stage(List<FileChanges> events);

    /** What was staged and not yet confirmed, in order. */
    List<FileChanges> staged();

    /**
     * The staged events were sent: what they say is now what was reported.
     *
     * @param offset of the last of them in the log
     */
    void confirm(long offset);

    /** Forgets what was staged; the partitions still differ. */
    void unstage();

    /** How far the ledger agrees with the log of what was reported; empty if it was never compared. */
    Optional<ChangeHistory.Position> position();

    /** Forgets what was reported of all partitions, which then differ, because it is to be read from the log. */
    void forgetReported();

    /** Takes over what was reported, as the log says; the partitions may differ from that. */
    void adopt(List<PartitionChange> changes);

    /** The ledger agrees with the log up to there, and numbers no batch as one that may have been sent. */
    void agrees(ChangeHistory.Position position);

    /** Whether what was reported is only known from the log, and no file has been found since. */
    boolean isRebuilt();

    /** A scan has found files, or somebody has said that there are none. */
    void rebuiltIsConfirmed();

    /** Goes over files in order. */
    interface Cursor extends AutoCloseable {
        boolean isValid();

        /** Compares the path of the file here with the given bytes, as unsigned. */
        int compareTo(byte[] path, int length);

        RelativePath path();

        /** Whether the file here has surely not changed, if this is what stat says of it now. */
        boolean isUnchanged(io.freshet.watcher.domain.FileStamp stamp);

        void next();

        @Override
        void close();
    }
}
