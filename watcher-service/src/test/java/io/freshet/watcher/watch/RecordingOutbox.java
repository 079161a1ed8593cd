package io.freshet.watcher.watch;

import io.freshet.contracts.data.Manifest;
import io.freshet.contracts.data.PartitionVersion;
import io.freshet.contracts.event.FileChanges;
import io.freshet.contracts.event.PartitionChange;
import io.freshet.contracts.id.DatasetRef;
import io.freshet.contracts.partition.PartitionKey;
import io.freshet.servicekit.storage.ContentStore;
import io.freshet.watcher.ledger.ChangeHistory;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Keeps what is sent, and what a reader would know by it. Fails where a batch is not as it must be: parts numbered and the last one
 * flagged, every change from the version that was told before, every manifest stored before it is told.
 */
final class RecordingOutbox implements ChangeOutbox, ChangeHistory {
    private final ContentStore store;
    private final List<List<FileChanges>> batches = new ArrayList<>();
    private final Map<PartitionKey, PartitionVersion> told = new TreeMap<>();
    private final List<FileChanges> log = new ArrayList<>();
    private int failures;
    private boolean failAfterSending;

    RecordingOutbox(ContentStore store) {
        this.store = store;
    }

    /** The next sends fail, before or after the events are out. */
    synchronized void failNext(int times, boolean afterSending) {
        failures = times;
        failAfterSending = afterSending;
    }

    @Override
    public synchronized long send(List<FileChanges> events) throws IOException {
        if (failures > 0 && !failAfterSending) {
            failures--;
            throw new IOException("not sent, as the test says");
        }
        boolean repeated = !batches.isEmpty() && batches.getLast().equals(events);
        batches.add(List.copyOf(events));
        log.addAll(events);
        check(events, repeated);
        if (failures > 0) {
            failures--;
            throw new IOException("sent, but not known to be, as the test says");
        }
        return log.size() - 1L;
    }

    @Override
    public synchronized Position read(DatasetRef dataset, @Nullable Position known, Reader reader) {
        boolean continued = known != null
                && known.next() <= log.size()
                && (known.last() < 0 || log.get((int) known.last()).batch().id().equals(known.batch()));
        if (!continued) {
            reader.fromBeginning();
        }
        for (int i = continued ? (int) known.next() : 0; i < log.size(); i++) {
            reader.take(log.get(i));
        }
        int last = log.size() - 1;
        return new Position(
                "log", 0, last, last < 0 ? "" : log.get(last).batch().id(), log.size());
    }

    /** The log is made anew: nobody knows anything. */
    synchronized void loseLog() {
        log.clear();
        told.clear();
    }

    synchronized List<List<FileChanges>> batches() {
        return List.copyOf(batches);
    }

    synchronized List<PartitionChange> changes(int batch) {
        return batches.get(batch).stream()
                .flatMap(event -> event.changes().stream())
                .toList();
    }

    /** What a reader knows, as manifests. */
    synchronized Map<PartitionKey, Manifest> told() throws IOException {
        Map<PartitionKey, Manifest> manifests = new TreeMap<>();
        for (Map.Entry<PartitionKey, PartitionVersion> entry : told.entrySet()) {
            manifests.put(
                    entry.getKey(),
                    store.manifest(entry.getValue().fingerprint()).orElseThrow());
        }
        return manifests;
    }

    private void check(List<FileChanges> events, boolean repeated) throws IOException {
        for (int i = 0; i < events.size(); i++) {
            FileChanges event = events.get(i);
            require(event.batch().index() == i && event.batch().last() == (i == events.size() - 1), "parts: " + event);
            require(event.changes().size() <= FileChanges.MAX_CHANGES, "too many changes");
            for (PartitionChange change : event.changes()) {
                apply(change, repeated);
            }
        }
    }

    private void apply(PartitionChange change, boolean repeated) throws IOException {
        PartitionVersion before = told.get(change.partition());
        require(
                repeated || java.util.Objects.equals(before, change.before()),
                "before of " + change + " was " + before);
        if (change.after() == null) {
            told.remove(change.partition());
            return;
        }
        Manifest manifest = store.manifest(change.after().fingerprint()).orElseThrow();
        require(manifest.version().equals(change.after()), "manifest of " + change);
        told.put(change.partition(), change.after());
    }

    private static void require(boolean condition, String what) {
        if (!condition) {
            throw new AssertionError(what);
        }
    }
}
