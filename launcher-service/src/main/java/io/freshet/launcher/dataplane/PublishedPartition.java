package io.freshet.launcher.dataplane;

import io.freshet.contracts.data.PartitionVersion;
import io.freshet.contracts.event.ProducedBy;
import io.freshet.contracts.id.DatasetRef;
import io.freshet.contracts.partition.PartitionKey;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is on record of the publication of one partition: which version its directory is to show, and of which others something may be left
 * there. It is written before the first file is touched, so that whatever a directory may hold after a failure is known.
 *
 * @param target null if the partition was removed
 * @param remains where files of other versions may be
 * @param complete whether the directory shows the target, and nothing of what remained
 * @param announced whether the broker has the event that says so
 * @param position of the change that this follows
 * @param produced who made the target, or removed it
 */
public record PublishedPartition(
        DatasetRef dataset,
        PartitionKey partition,
        @Nullable Place target,
        List<Place> remains,
        boolean complete,
        boolean announced,
        LogPosition position,
        ProducedBy produced) {
    /**
     * A version in a directory.
     *
     * @param path of the dataset's directory, relative to the namespace's
     * @param layout of the dataset, its text
     * @param version null: not known, so whatever fits the layout may be its
     */
    public record Place(
            String path, String layout, @Nullable PartitionVersion version) {}

    public PublishedPartition {
        remains = List.copyOf(remains);
    }

    /** The version that the directory shows, or is to show; null if it is to show none. */
    public @Nullable PartitionVersion version() {
        return target == null ? null : target.version();
    }

    /** What is on record while the directory changes from this to another version. */
    PublishedPartition next(@Nullable Place coming, LogPosition at, ProducedBy by) {
        List<Place> left = new ArrayList<>(remains);
        if (target != null && !target.equals(coming) && !left.contains(target)) {
            left.add(target);
        }
        left.remove(coming);
        return new PublishedPartition(dataset, partition, coming, left, false, false, at, by);
    }

    PublishedPartition completed() {
        return new PublishedPartition(dataset, partition, target, List.of(), true, announced, position, produced);
    }

    /** What is on record while the directory is made to show the target; of one that was shown already, files may be left there. */
    PublishedPartition incomplete() {
        List<Place> left = new ArrayList<>(remains);
        if (complete && target != null) {
            left.add(target);
        }
        return new PublishedPartition(dataset, partition, target, left, false, false, position, produced);
    }

    PublishedPartition withAnnouncement() {
        return new PublishedPartition(dataset, partition, target, remains, complete, true, position, produced);
    }
}
