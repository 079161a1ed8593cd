package io.freshet.watcher.filesystem;

import io.freshet.contracts.id.DatasetRef;
import io.freshet.watcher.domain.WatchList;
import io.freshet.watcher.domain.WatchedDataset;
import java.nio.file.Path;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The watches of all datasets. Thread-safe. */
public final class Watches implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Watches.class);

    private final WatchSurroundings around;
    private final Map<DatasetRef, WatchThread> watches = new HashMap<>();

    public Watches(WatchSurroundings around) {
        this.around = around;
    }

    /** What is or was watched, as it was last: to be compared with new declarations. */
    public Map<DatasetRef, WatchedDataset> known() {
        return around.ledgers().datasets();
    }

    /** Watches these datasets from now on and no others; what has not changed is not disturbed. */
    public synchronized void watch(WatchList list) {
        List.copyOf(watches.keySet()).stream()
                .filter(ref -> !watched(ref).equals(list.datasets().get(ref)))
                .forEach(this::stop);
        list.datasets().values().stream()
                .filter(dataset -> !watches.containsKey(dataset.ref()))
                .forEach(this::start);
    }

    /** How many files the last scans have seen. */
    public synchronized long files() {
        return copy().stream().mapToLong(thread -> thread.watch().files()).sum();
    }

    public synchronized int size() {
        return watches.size();
    }

    @Override
    public synchronized void close() {
        List.copyOf(watches.keySet()).forEach(this::stop);
    }

    private Collection<WatchThread> copy() {
        return List.copyOf(watches.values());
    }

    private WatchedDataset watched(DatasetRef ref) {
        WatchThread thread = watches.get(ref);
        if (thread == null) {
            throw new IllegalStateException(ref + " is not watched");
        }
        return thread.watch().dataset();
    }

    private void start(WatchedDataset dataset) {
        Path path;
        try {
            path = around.root().dataset(dataset.ref(), dataset.path());
        } catch (IllegalArgumentException e) {
            LOG.atWarn()
                    .addKeyValue("dataset", dataset.ref())
                    .addKeyValue("reason", e.getMessage())
                    .log("A dataset cannot be watched: deploy its workflow with a path below the namespace");
            return;
        }
        LOG.atInfo()
                .addKeyValue("dataset", dataset.ref())
                .addKeyValue("directory", path)
                .addKeyValue("layout", dataset.layout())
                .addKeyValue("settle", dataset.watch().settle())
                .log("Watching");
        DatasetDirectory directory = new DatasetDirectory(around.root().root(), path, around.reader());
        DatasetWatch watch =
                new DatasetWatch(dataset, directory, around.ledgers().ledger(dataset.ref()), around);
        watches.put(dataset.ref(), new WatchThread(watch, around.clock()));
    }

    private void stop(DatasetRef ref) {
        WatchThread thread = watches.remove(ref);
        if (thread != null) {
            thread.close();
            LOG.atInfo().addKeyValue("dataset", ref).log("Watching no more");
        }
    }
}
