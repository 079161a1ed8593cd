package io.freshet.launcher.dataplane;

import io.freshet.contracts.data.Fingerprint;
import io.freshet.contracts.data.Manifest;
import io.freshet.contracts.data.PartitionVersion;
import io.freshet.contracts.event.AttemptSpec;
import io.freshet.contracts.event.FileChanges;
import io.freshet.contracts.event.Outcome.OutputPartition;
import io.freshet.contracts.id.DatasetRef;
import io.freshet.contracts.partition.PartitionKey;
import io.freshet.contracts.spec.CacheSpec;
import io.freshet.servicekit.disk.Disk;
import io.freshet.servicekit.disk.DurableBatch;
import io.freshet.servicekit.disk.DurableFiles;
import io.freshet.servicekit.disk.FreeSpace;
import io.freshet.servicekit.disk.LocalDisk;
import io.freshet.servicekit.storage.ContentStore;
import io.freshet.servicekit.storage.StorageRoot;
import java.io.IOException;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * All file work of a launcher. Thread-safe. Every method may be repeated after a crash at any of its steps, and then ends in the same state
 * as if it had not been interrupted.
 */
public final class DataPlane {
    /** About 40 MB, while the list of changes of one attempt is made. */
    private static final int MOST_CHANGES = 200_000;

    private final ContentStore contents;
    private final ObjectStore objects;
    private final ActionStore actions;
    private final ViewBuilder views;
    private final Takeover takeover;
    private final Staging staging;
    private final PublicationRecords records;
    private final Publisher publisher;

    /**
     * @param launcher a name that no other launcher on this storage root has
     * @throws IOException if the storage root cannot be written
     */
    public DataPlane(StorageRoot root, String launcher, InstantSource clock) throws IOException {
        this(root, launcher, clock, LocalDisk.SYNCED);
    }

    /**
     * @param launcher a name that no other launcher on this storage root has
     * @param disk on which everything is written that must last
     * @throws IOException if the storage root cannot be written
     */
    public DataPlane(StorageRoot root, String launcher, InstantSource clock, Disk disk) throws IOException {
        this(root, launcher, clock, disk, FreeSpace.withoutReserve());
    }

    /**
     * @param launcher a name that no other launcher on this storage root has
     * @param disk on which everything is written that must last
     * @param space asked before a content is copied, and while it is
     * @throws IOException if the storage root cannot be written
     */
    public DataPlane(StorageRoot root, String launcher, InstantSource clock, Disk disk, FreeSpace space)
            throws IOException {
        this(root, launcher, clock, disk, space, CrashPoints.NONE);
    }

    /**
     * For tests that let it die.
     *
     * @param launcher a name that no other launcher on this storage root has
     * @param disk on which everything is written that must last
     * @param space asked before a content is copied, and while it is
     * @param crashPoints called before every step that lasts
     * @throws IOException if the storage root cannot be written
     */
    public DataPlane(
            StorageRoot root, String launcher, InstantSource clock, Disk disk, FreeSpace space, CrashPoints crashPoints)
            throws IOException {
        InternalDirectories.prepare(root);
        AbandonedFiles.remove(root.staging(), clock.instant());
        DurableFiles files = new DurableFiles(disk);
        this.contents = new ContentStore(root, files);
        this.objects = new ObjectStore(root, launcher, files, space, crashPoints);
        this.actions = new ActionStore(root, files, objects, crashPoints);
        this.views = new ViewBuilder(
                root, new ViewPlaces(root, launcher), contents, objects, actions, crashPoints, MOST_CHANGES);
        this.takeover = new Takeover(
                root, objects, OutputLimits.within(Runtime.getRuntime().maxMemory()));
        this.staging = new Staging(takeover, contents, objects, actions, clock, crashPoints);
        this.records = new PublicationRecords(root, files);
        this.publisher = new Publisher(records, new Projection(root, contents, objects, files, records));
    }

    /**
     * Builds the directory of an attempt: exactly the versions that the work names, read-only, and empty places for its outputs.
     *
     * @param owner who must be able to write the outputs
     * @throws IOException if the storage root cannot be read or written
     */
    public ViewResult prepare(String attempt, AttemptSpec work, Owner owner) throws IOException {
        return prepare(attempt, work, view(attempt, work, false), owner);
    }

    /**
     * The same in the place that {@link #view} names.
     *
     * @throws IOException if the storage root cannot be read or written
     */
    public ViewResult prepare(String attempt, AttemptSpec work, AttemptView view, Owner owner) throws IOException {
        takeover.discard(attempt);
        return views.build(attempt, work, view, owner);
    }

    /**
     * Where an attempt works. Nothing is made.
     *
     * @param stable whether all attempts of an instance have the same paths, which only one launcher can keep for them; else each attempt has
     *     its own
     */
    public AttemptView view(String attempt, AttemptSpec work, boolean stable) {
        return views.view(attempt, work, stable);
    }

    /**
     * Keeps the texts of lists, see {@link io.freshet.contracts.event.InputList}; returns when they are durable.
     *
     * @throws IOException if the storage root cannot be written
     */
    public void storeLists(List<String> texts) throws IOException {
        DurableBatch batch = contents.batch();
        for (String text : texts) {
            contents.putList(text, batch);
        }
        batch.commit();
    }

    /** The result of an earlier attempt of the namespace with the same action key, if it may be used and all of it is still there. */
    public Optional<ActionResult> lookUp(AttemptSpec work) throws IOException {
        if (work.cache() instanceof CacheSpec.Off) {
            return Optional.empty();
        }
        Optional<ActionResult> found =
                actions.read(work.instance().namespace(), work.actionKey()).filter(ActionResult::reusable);
        if (found.isEmpty()) {
            return found;
        }
        for (OutputPartition output : found.get().outputs()) {
            if (!isIntact(output.version().fingerprint())) {
                return Optional.empty();
            }
        }
        return found;
    }

    /** Takes over what an attempt that ended well has written, as one whose user is not known. */
    public StageResult stage(String attempt, AttemptSpec work, AttemptView view) throws IOException {
        return stage(attempt, work, view, Owner.OURSELVES);
    }

    /**
     * Takes over what an attempt that ended well has written. Nothing of it may be alive any more.
     *
     * @param writer as whom it ran: what belongs to anybody else is not taken
     */
    public StageResult stage(String attempt, AttemptSpec work, AttemptView view, Owner writer) throws IOException {
        return staging.stage(attempt, work, view, writer);
    }

    /** Removes what only the running attempt needed; its log and results stay. */
    public void discard(String attempt) throws IOException {
        takeover.discard(attempt);
        views.discard(attempt);
    }

    /**
     * Makes the dataset's directory show the accepted versions, unless it shows later ones.
     *
     * @throws DatasetBusyException if another launcher is just publishing the dataset
     * @throws IOException if that is not possible now
     */
    public PublishResult publish(FileChanges accepted, LogPosition position) throws IOException {
        return publisher.publish(accepted, position);
    }

    /** Looks whether the directory shows the version that is on record, if it is this one, and makes it do so. */
    public PublishResult verify(OutputPartition output) throws IOException {
        // Without the lock: mostly it is a new version, which comes to the publisher later.
        boolean isOnRecord = published(output.dataset(), output.partition())
                .filter(known -> output.version().equals(known.version()))
                .isPresent();
        if (!isOnRecord) {
            return new PublishResult();
        }
        return publisher.verify(output.dataset(), output.partition(), output.version());
    }

    /** The record of a published partition; empty if there is none. */
    public Optional<PublishedPartition> published(DatasetRef dataset, PartitionKey partition) throws IOException {
        return records.read(dataset, partition) instanceof PublicationRecords.Reading.Known(PublishedPartition known)
                ? Optional.of(known)
                : Optional.empty();
    }

    /** All records of published partitions, to be looked at one after the other; to be closed. */
    public PublishedPartitions published() throws IOException {
        return new PublishedPartitions(records);
    }

    /**
     * Hashes one of the contents of a partition, whatever its stat says, and moves it aside if it is damaged.
     *
     * @param luck between 0 and 1: which one
     * @param mostBytes a larger one is left alone
     * @return how many bytes were read
     */
    public long sample(PublishedPartition partition, double luck, long mostBytes) throws IOException {
        PartitionVersion version = partition.version();
        if (version == null || version.files() == 0) {
            return 0;
        }
        long chosen = Math.min(version.files() - 1, (long) (luck * version.files()));
        AtomicLong at = new AtomicLong();
        AtomicReference<Manifest.@Nullable Entry> found = new AtomicReference<>();
        contents.visitManifest(version.fingerprint(), entry -> {
            if (at.getAndIncrement() == chosen) {
                found.set(entry);
            }
        });
        Manifest.Entry entry = found.get();
        if (entry == null || entry.bytes() > mostBytes) {
            return 0;
        }
        objects.check(entry.content());
        return entry.bytes();
    }

    /** Looks whether the directory shows what is on record, and makes it do so. */
    public PublishResult verify(PublishedPartition partition) throws IOException {
        return publisher.verify(partition.dataset(), partition.partition(), null);
    }

    /**
     * Records that publications were announced.
     *
     * @param partitions of one dataset
     */
    public void announced(List<PublishedPartition> partitions) throws IOException {
        publisher.announced(partitions);
    }

    private boolean isIntact(Fingerprint fingerprint) throws IOException {
        AtomicBoolean whole = new AtomicBoolean(true);
        boolean isThere = contents.visitManifest(fingerprint, entry -> {
            if (whole.get() && objects.find(entry.content(), entry.bytes()).isEmpty()) {
                whole.set(false);
            }
        });
        return isThere && whole.get();
    }
}
