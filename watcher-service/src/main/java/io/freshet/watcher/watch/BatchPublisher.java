package io.freshet.watcher.watch;

import io.freshet.contracts.data.Manifest;
import io.freshet.contracts.data.ManifestFiles;
import io.freshet.contracts.data.PartitionVersion;
import io.freshet.contracts.data.RelativePath;
import io.freshet.contracts.event.FileChanges;
import io.freshet.contracts.event.PartitionChange;
import io.freshet.contracts.partition.PartitionKey;
import io.freshet.servicekit.disk.DurableBatch;
import io.freshet.servicekit.storage.ContentStore;
import io.freshet.watcher.domain.ChangeBatch;
import io.freshet.watcher.domain.WatchedDataset;
import io.freshet.watcher.ledger.Ledger;
import io.freshet.watcher.scan.DatasetDirectory;
import java.io.IOException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reports partitions that differ from what was last reported: manifests first, then the events, then the note that they were sent. Killed
 * in between, it sends the very same batch again, with the same ids, because the events are in the ledger before they are sent. For
 * one thread.
 */
final class BatchPublisher {
    private static final Logger LOG = LoggerFactory.getLogger(BatchPublisher.class);

    /** The bound on one batch, which is made in memory and sent in one transaction. */
    static final int MOST_PARTITIONS = 100_000;

    private static final int PAGE = 1_000;

    private final WatchedDataset dataset;
    private final DatasetDirectory directory;
    private final Ledger ledger;
    private final ContentStore store;
    private final ChangeOutbox outbox;
    private final InstantSource clock;
    private final WatchMetrics metrics;
    /** Partitions that wait for their completion marker, by the directory where it will be. */
    private final Map<String, Set<PartitionKey>> incomplete = new HashMap<>();

    private boolean staged = true;

    BatchPublisher(
            WatchedDataset dataset,
            DatasetDirectory directory,
            Ledger ledger,
            ContentStore store,
            ChangeOutbox outbox,
            InstantSource clock,
            WatchMetrics metrics) {
        this.dataset = dataset;
        this.directory = directory;
        this.ledger = ledger;
        this.store = store;
        this.outbox = outbox;
        this.clock = clock;
        this.metrics = metrics;
    }

    /** Sends what was staged before a crash or a failure. Until that has succeeded, nothing else may be done with the ledger. */
    void sendStaged() throws Exception {
        if (!staged) {
            return;
        }
        List<FileChanges> events = ledger.staged();
        if (!events.isEmpty()) {
            ledger.confirm(outbox.send(events));
            count(events);
        }
        staged = false;
    }

    /** The partitions that waited for the marker in this directory. */
    Set<PartitionKey> completedIn(String markerDirectory) {
        Set<PartitionKey> partitions = incomplete.remove(markerDirectory);
        return partitions == null ? Set.of() : partitions;
    }

    /** Goes over the partitions that wait for their completion marker. */
    void forEachIncomplete(Consumer<PartitionKey> visitor) {
        incomplete.values().forEach(partitions -> partitions.forEach(visitor));
    }

    /** Whether there is a partition that may differ and is not held back. */
    boolean isAnyDiffering(Predicate<PartitionKey> heldBack) {
        List<PartitionKey> page = ledger.differing(null, PAGE);
        while (!page.isEmpty()) {
            if (!page.stream().allMatch(heldBack)) {
                return true;
            }
            page = ledger.differing(page.getLast(), PAGE);
        }
        return false;
    }

    /** Reports those of the partitions that differ and are not held back, as one batch. */
    void publish(Collection<PartitionKey> partitions, Predicate<PartitionKey> heldBack) throws Exception {
        Collected collected = new Collected(store.batch());
        for (PartitionKey partition : new TreeSet<>(partitions)) {
            if (!heldBack.test(partition)) {
                collect(partition, collected);
            }
        }
        send(collected);
    }

    /** Reports all partitions that differ and are not held back. */
    void publishAll(Predicate<PartitionKey> heldBack) throws Exception {
        incomplete.clear();
        Collected collected = new Collected(store.batch());
        @Nullable PartitionKey last = null;
        while (true) {
            List<PartitionKey> page = ledger.differing(last, PAGE);
            for (PartitionKey partition : page) {
                if (!heldBack.test(partition)) {
                    collect(partition, collected);
                }
            }
            if (page.size() < PAGE || collected.changes.size() >= MOST_PARTITIONS) {
                send(collected);
                collected = new Collected(store.batch());
            }
            if (page.size() < PAGE) {
                return;
            }
            last = page.getLast();
        }
    }

    private static final class Collected {
        final List<PartitionChange> changes = new ArrayList<>();
        final List<PartitionKey> equal = new ArrayList<>();
        final DurableBatch manifests;
        long files;

        Collected(DurableBatch manifests) {
            this.manifests = manifests;
        }
    }

    private void collect(PartitionKey partition, Collected collected) throws IOException {
        long files = ledger.differing(partition);
        if (files == 0) {
            return;
        }
        ManifestFiles members = ledger.members(partition);
        PartitionVersion now = Manifest.versionOf(members);
        @Nullable PartitionVersion before = ledger.reported(partition).orElse(null);
        @Nullable PartitionVersion after = now.files() == 0 ? null : now;
        if (Objects.equals(before, after)) {
            collected.equal.add(partition);
        } else if (after == null || isComplete(partition)) {
            if (after != null) {
                store.putManifest(after, members, collected.manifests);
            }
            collected.changes.add(new PartitionChange(partition, before, after));
            collected.files += files;
        }
    }

    private boolean isComplete(PartitionKey partition) {
        String marker = dataset.watch().completeWhen();
        if (marker == null) {
            return true;
        }
        String markerDirectory = dataset.layout().directory(partition);
        String path = markerDirectory.isEmpty() ? marker : markerDirectory + "/" + marker;
        boolean complete = directory.exists(RelativePath.parse(path));
        if (!complete) {
            incomplete.computeIfAbsent(markerDirectory, key -> new TreeSet<>()).add(partition);
        }
        return complete;
    }

    private void send(Collected collected) throws Exception {
        if (!collected.equal.isEmpty()) {
            ledger.agreed(collected.equal);
        }
        if (collected.changes.isEmpty()) {
            return;
        }
        collected.manifests.commit();
        ledger.stage(
                ChangeBatch.events(dataset, ledger.nextBatch(), collected.changes, collected.files, clock.instant()));
        staged = true;
        sendStaged();
    }

    private void count(List<FileChanges> events) {
        int partitions =
                events.stream().mapToInt(event -> event.changes().size()).sum();
        metrics.batches.increment();
        metrics.partitionsReported.add(partitions);
        LOG.atInfo()
                .addKeyValue("dataset", dataset.ref())
                .addKeyValue("cause", events.getFirst().cause().id())
                .addKeyValue("partitions", partitions)
                .log("{}", events.getFirst().cause().description());
    }
}
