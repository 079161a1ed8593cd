package io.freshet.endtoend.simulation;

import io.freshet.contracts.data.Manifest;
import io.freshet.contracts.data.PartitionVersion;
import io.freshet.contracts.event.Batch;
import io.freshet.contracts.event.Cause;
import io.freshet.contracts.event.FileChanges;
import io.freshet.contracts.event.PartitionChange;
import io.freshet.contracts.id.DatasetRef;
import io.freshet.contracts.partition.PartitionKey;
import io.freshet.servicekit.storage.ContentStore;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * A watcher: what it finds changed becomes a batch in its outbox, which it sends in one transaction, one batch at a time. What it
 * knows of files and what is not known to be sent outlives it; so its last batch may come again, but never one before that.
 */
final class SimulatedWatcher implements Component {
    private final SimulatedFiles files;
    private final ContentStore contents;
    private final SimulatedLog log;
    private final SimulatedClock clock;
    private final Random luck;
    private final Fuse fuse = new Fuse();
    private final Map<DatasetRef, Map<PartitionKey, PartitionVersion>> known = new TreeMap<>();
    private final List<List<FileChanges>> outbox = new ArrayList<>();
    private int looked;
    private int sent;
    private int confirmed;

    SimulatedWatcher(SimulatedFiles files, ContentStore contents, SimulatedLog log, SimulatedClock clock, Random luck) {
        this.files = files;
        this.contents = contents;
        this.log = log;
        this.clock = clock;
        this.luck = luck;
    }

    @Override
    public String name() {
        return "watcher";
    }

    @Override
    public Fuse fuse() {
        return fuse;
    }

    @Override
    public void offer(Consumer<Step> steps) {
        if (looked < files.changes()) {
            steps.accept(new Step("looks", this::look));
        }
        if (sent == confirmed && sent < outbox.size()) {
            steps.accept(new Step("sends", this::send));
        }
        if (confirmed < sent) {
            steps.accept(new Step("hears that it was sent", () -> confirmed = sent));
        }
    }

    @Override
    public void restart() {
        sent = confirmed;
        if (luck.nextInt(3) == 0) {
            forgetWhatThereIs();
        }
    }

    /** So that it tells of all files again, beside what has really changed. */
    private void forgetWhatThereIs() {
        known.forEach((dataset, versions) -> versions.replaceAll(
                (partition, version) -> files.contents(dataset).get(partition) == null ? version : null));
        looked = -1;
    }

    private void look() {
        fuse.burn();
        looked = files.changes();
        for (DatasetRef dataset : files.datasets()) {
            List<PartitionChange> changes = new ArrayList<>();
            Map<PartitionKey, PartitionVersion> before = known.computeIfAbsent(dataset, _ -> new TreeMap<>());
            files.contents(dataset).forEach((partition, content) -> {
                PartitionVersion now = content == null ? null : store(files.manifest(dataset, partition));
                PartitionVersion then = before.put(partition, now);
                if (now == null ? then != null : !now.equals(then)) {
                    changes.add(new PartitionChange(partition, then, now));
                }
            });
            if (!changes.isEmpty()) {
                outbox.add(batch(dataset, changes));
            }
        }
    }

    private PartitionVersion store(Manifest manifest) {
        try {
            contents.putManifest(manifest);
            return manifest.version();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private List<FileChanges> batch(DatasetRef dataset, List<PartitionChange> changes) {
        String id = "batch-" + outbox.size();
        Cause cause = new Cause(id, Cause.Kind.FILES_CHANGED, clock.instant(), "files changed");
        int size = 1 + luck.nextInt(4);
        List<FileChanges> parts = new ArrayList<>();
        for (int start = 0; start < changes.size(); start += size) {
            int end = Math.min(changes.size(), start + size);
            parts.add(new FileChanges(
                    dataset,
                    SimulatedFiles.directory(dataset),
                    files.layout(dataset).toString(),
                    cause,
                    new Batch(id, parts.size(), end == changes.size()),
                    changes.subList(start, end),
                    null,
                    clock.instant()));
        }
        return parts;
    }

    private void send() {
        fuse.burn();
        outbox.get(sent).forEach(part -> log.append(Route.of(part, clock.instant())));
        sent++;
    }
}
