package io.freshet.launcher.dataplane;

import io.freshet.contracts.data.Sha256;
import io.freshet.contracts.id.DatasetRef;
import io.freshet.contracts.json.EventJson;
import io.freshet.contracts.partition.PartitionKey;
import io.freshet.servicekit.disk.DurableBatch;
import io.freshet.servicekit.disk.DurableFiles;
import io.freshet.servicekit.disk.RecordFrame;
import io.freshet.servicekit.posix.ExclusiveLock;
import io.freshet.servicekit.storage.StorageRoot;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The records of what directories show, one per partition, below {@code .freshet/published/namespace/dataset/}. */
final class PublicationRecords {
    private static final Logger LOG = LoggerFactory.getLogger(PublicationRecords.class);
    private static final String LOCK = "lock";
    private static final int NAME_DIGITS = 32;
    private static final Duration LOCK_WITHIN = Duration.ofMillis(500);
    private static final Duration TRY_AGAIN = Duration.ofMillis(5);

    private final StorageRoot root;
    private final DurableFiles files;

    PublicationRecords(StorageRoot root, DurableFiles files) {
        this.root = root;
        this.files = files;
    }

    /** What is known of a partition's directory. */
    sealed interface Reading {
        /** Nothing was ever published, as far as it is known. */
        record Absent() implements Reading {}

        /** There was a record and it cannot be read: the directory may hold anything. */
        record Damaged() implements Reading {}

        record Known(PublishedPartition partition) implements Reading {}
    }

    /**
     * Keeps other publishers away from a dataset. The kernel lets go of it when the launcher dies, but not while it is only paused: then
     * the dataset waits, because what the paused one would do next cannot be taken from it.
     *
     * <p>A moment is waited, for whoever only looks through one partition has the lock, too.
     *
     * @throws DatasetBusyException if another one still holds it after {@link #LOCK_WITHIN}
     */
    ExclusiveLock lock(DatasetRef dataset) throws IOException {
        Path directory = directory(dataset);
        files.createDirectories(directory);
        long begin = System.nanoTime();
        while (true) {
            Optional<ExclusiveLock> lock = ExclusiveLock.tryAcquire(directory.resolve(LOCK));
            if (lock.isPresent()) {
                return lock.get();
            }
            if (System.nanoTime() - begin > LOCK_WITHIN.toNanos()) {
                throw new DatasetBusyException(
                        "another launcher is just publishing %s; if it hangs, end it or let it go on"
                                .formatted(dataset));
            }
            LockSupport.parkNanos(TRY_AGAIN.toNanos());
        }
    }

    Reading read(DatasetRef dataset, PartitionKey partition) throws IOException {
        return read(file(dataset, partition));
    }

    /** One that is damaged is moved aside. */
    Reading read(Path file) throws IOException {
        byte[] framed;
        try {
            framed = Files.readAllBytes(file);
        } catch (NoSuchFileException e) {
            return new Reading.Absent();
        }
        Optional<PublishedPartition> record = RecordFrame.unwrap(framed).flatMap(PublicationRecords::parse);
        if (record.isPresent()) {
            return new Reading.Known(record.get());
        }
        LOG.atError()
                .addKeyValue("file", file)
                .log("The record of a published partition is damaged: its directory is looked through instead");
        return new Reading.Damaged();
    }

    private static Optional<PublishedPartition> parse(byte[] json) {
        try {
            return Optional.of(EventJson.mapper().readValue(json, PublishedPartition.class));
        } catch (IOException e) {
            LOG.atWarn()
                    .addKeyValue("reason", e.getMessage())
                    .log("The record of a published partition has a form that is not known here");
            return Optional.empty();
        }
    }

    /** Returns when all of them are durable. */
    void write(Collection<PublishedPartition> partitions) throws IOException {
        DurableBatch batch = new DurableBatch(files);
        for (PublishedPartition partition : partitions) {
            batch.rename(writeAside(partition), file(partition.dataset(), partition.partition()));
        }
        batch.commit();
    }

    private Path writeAside(PublishedPartition partition) throws IOException {
        Path file = file(partition.dataset(), partition.partition());
        Path aside = file.resolveSibling(file.getFileName() + DurableFiles.ASIDE);
        files.disk().write(aside, RecordFrame.wrap(EventJson.mapper().writeValueAsBytes(partition)));
        return aside;
    }

    /** Whether this is the name of a record. */
    boolean isRecord(Path file) {
        return file.getFileName().toString().length() == NAME_DIGITS;
    }

    private Path file(DatasetRef dataset, PartitionKey partition) {
        return directory(dataset).resolve(Sha256.of(partition.toString()).hex().substring(0, NAME_DIGITS));
    }

    private Path directory(DatasetRef dataset) {
        return directory().resolve(dataset.namespace()).resolve(dataset.dataset());
    }

    /** The directory of all records. */
    Path directory() {
        return root.internal().resolve("published");
    }
}
