package io.freshet.launcher.dataplane;

import io.freshet.contracts.data.PartitionVersion;
import io.freshet.contracts.event.FileChanges;
import io.freshet.contracts.event.PartitionChange;
import io.freshet.contracts.event.ProducedBy;
import io.freshet.contracts.id.DatasetRef;
import io.freshet.contracts.partition.PartitionKey;
import io.freshet.launcher.dataplane.PublicationRecords.Reading;
import io.freshet.launcher.dataplane.PublishedPartition.Place;
import io.freshet.servicekit.posix.ExclusiveLock;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Projects accepted versions into the directories that people and tools read. All contents of a version are looked for before its directory
 * is touched; then what is about to change is put on record; each file appears whole, by an atomic rename; files that are gone are removed
 * last; then the record says that it is complete. Doing it again after a failure or crash at any step ends the same. Thread-safe, also
 * between launchers: a dataset is locked while it changes, and a change that stands earlier in the log than what is on record does nothing.
 */
final class Publisher {
    private final PublicationRecords records;
    private final Projection projection;

    Publisher(PublicationRecords records, Projection projection) {
        this.records = records;
        this.projection = projection;
    }

    /**
     * Makes the directory show the accepted versions.
     *
     * @throws IOException if that is not possible now; then some of them may be complete, and doing it again goes on from there
     */
    PublishResult publish(FileChanges accepted, LogPosition position) throws IOException {
        ProducedBy produced = accepted.produced();
        if (produced == null) {
            throw new IllegalArgumentException("a watched dataset is not published: " + accepted.dataset());
        }
        try (ExclusiveLock _ = records.lock(accepted.dataset())) {
            PublishResult result = new PublishResult();
            List<PublishedPartition> pending = new ArrayList<>();
            for (PartitionChange change : accepted.changes()) {
                plan(accepted, change, position, produced, result).ifPresent(pending::add);
            }
            projection.project(pending, result);
            return result;
        }
    }

    /** What is to be done for a change; empty if nothing is. */
    private Optional<PublishedPartition> plan(
            FileChanges accepted,
            PartitionChange change,
            LogPosition position,
            ProducedBy produced,
            PublishResult result)
            throws IOException {
        Place coming = change.after() == null ? null : new Place(accepted.path(), accepted.layout(), change.after());
        return switch (records.read(accepted.dataset(), change.partition())) {
            case Reading.Known(PublishedPartition known) -> plan(known, coming, accepted, position, produced, result);
            case Reading.Absent() -> {
                List<Place> before = change.before() == null
                        ? List.of()
                        : List.of(new Place(accepted.path(), accepted.layout(), change.before()));
                yield Optional.of(fresh(accepted, change, coming, before, position, produced));
            }
            case Reading.Damaged() -> {
                List<Place> unknown = List.of(new Place(accepted.path(), accepted.layout(), null));
                yield Optional.of(fresh(accepted, change, coming, unknown, position, produced));
            }
        };
    }

    private static Optional<PublishedPartition> plan(
            PublishedPartition known,
            @Nullable Place coming,
            FileChanges accepted,
            LogPosition position,
            ProducedBy produced,
            PublishResult result) {
        if (!position.isAfter(known.position())) {
            if (!position.equals(known.position())) {
                return Optional.empty();
            }
            if (!known.complete()) {
                return Optional.of(known);
            }
            if (!known.announced()) {
                result.completed(known);
            }
            return Optional.empty();
        }
        boolean isElsewhere = coming == null
                && known.target() != null
                && !known.target().path().equals(accepted.path());
        // What is shown at a new place stays when its old place is cleared, which its own record takes care of.
        return isElsewhere ? Optional.empty() : Optional.of(known.next(coming, position, produced));
    }

    private static PublishedPartition fresh(
            FileChanges accepted,
            PartitionChange change,
            @Nullable Place coming,
            List<Place> before,
            LogPosition position,
            ProducedBy produced) {
        List<Place> remains =
                before.stream().filter(place -> !place.equals(coming)).toList();
        return new PublishedPartition(
                accepted.dataset(), change.partition(), coming, remains, false, false, position, produced);
    }

    /**
     * Looks whether a partition's directory shows what is on record, and makes it do so. If that is not possible, it is on record that nobody
     * was notified of it, so that it is announced anew once it is.
     *
     * @param version only if this is the version on record; null: whichever is
     * @throws IOException if that is not possible now
     */
    PublishResult verify(DatasetRef dataset, PartitionKey partition, @Nullable PartitionVersion version)
            throws IOException {
        try (ExclusiveLock _ = records.lock(dataset)) {
            PublishResult result = new PublishResult();
            if (records.read(dataset, partition) instanceof Reading.Known(PublishedPartition known)
                    && (version == null || version.equals(known.version()))) {
                if (!known.complete() || !projection.isShown(known)) {
                    boolean wasAnnounced = known.announced();
                    projection.project(List.of(known), result);
                    result.healed(known, wasAnnounced);
                } else if (!known.announced()) {
                    result.completed(known);
                }
            }
            return result;
        }
    }

    /**
     * The broker has their events. If this gets lost, they are announced once more.
     *
     * @param partitions of one dataset
     */
    void announced(List<PublishedPartition> partitions) throws IOException {
        if (partitions.isEmpty()) {
            return;
        }
        try (ExclusiveLock _ = records.lock(partitions.getFirst().dataset())) {
            List<PublishedPartition> announced = new ArrayList<>();
            for (PublishedPartition partition : partitions) {
                if (records.read(partition.dataset(), partition.partition())
                                instanceof Reading.Known(PublishedPartition known)
                        && known.position().equals(partition.position())
                        && known.complete()) {
                    announced.add(known.withAnnouncement());
                }
            }
            records.write(announced);
        }
    }
}
