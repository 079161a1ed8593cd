package io.freshet.watcher.watch;

import io.freshet.contracts.id.DatasetRef;
import io.freshet.watcher.domain.Announcement;
import io.freshet.watcher.domain.AnnouncementListener;
import io.freshet.watcher.domain.EventCounts;
import io.freshet.watcher.domain.WatchList;
import io.freshet.watcher.domain.WatchedDataset;
import io.freshet.watcher.scan.DatasetDirectory;
import io.freshet.watcher.scan.NameBudget;
import java.nio.file.Path;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The watches of all datasets. Thread-safe. */
public final class WatchRegistry implements AnnouncementListener, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(WatchRegistry.class);

    private final NameBudget names = new NameBudget();
    private final WatchContext context;
    private final Map<DatasetRef, WatchThread> watches = new HashMap<>();
    /** Those whose file system did not let them end. */
    private final Map<DatasetRef, WatchThread> abandoned = new HashMap<>();

    private Map<DatasetRef, String> confirmed = Map.of();

    public WatchRegistry(WatchContext context) {
        this.context = context;
    }

    /** What is or was watched, as it was last: to be compared with new declarations. */
    public Map<DatasetRef, WatchedDataset> known() {
        return context.ledgers().datasets();
    }

    /** Watches these datasets from now on and no others; what has not changed is not disturbed. */
    public synchronized void watch(WatchList list) {
        stop(List.copyOf(watches.keySet()).stream()
                .filter(ref -> !watched(ref).equals(list.datasets().get(ref)))
                .toList());
        list.datasets().values().stream()
                .filter(dataset -> !watches.containsKey(dataset.ref()))
                .forEach(this::start);
    }

    /** By dataset, which vanished files were last confirmed to be deleted. */
    public synchronized void confirm(Map<DatasetRef, String> confirmations) {
        confirmed = Map.copyOf(confirmations);
        watches.forEach((ref, thread) -> thread.watch().confirm(confirmed.getOrDefault(ref, "")));
    }

    /** An event has announced something of a dataset. */
    @Override
    public synchronized void announced(DatasetRef ref) {
        WatchThread thread = watches.get(ref);
        if (thread != null) {
            thread.watch().announced();
        }
    }

    /** Something that was announced of a dataset is to be looked at again. */
    @Override
    public synchronized void lookAgain(DatasetRef ref, Announcement announcement) {
        WatchThread thread = watches.get(ref);
        if (thread != null) {
            thread.watch().lookAgain(announcement);
        }
    }

    public synchronized boolean isWatched(DatasetRef ref) {
        return watches.containsKey(ref);
    }

    /** What became of what was announced. */
    public synchronized EventCounts counts() {
        return copy().stream()
                .map(thread -> thread.watch().announcedCounts())
                .reduce(EventCounts.NONE, EventCounts::plus);
    }

    /** How many files the last scans have seen. */
    public synchronized long files() {
        return copy().stream().mapToLong(thread -> thread.watch().files()).sum();
    }

    public synchronized int size() {
        return watches.size();
    }

    /** Whether no thread uses a ledger any more; to be asked after {@link #close}. */
    public synchronized boolean haveEnded() {
        abandoned.values().removeIf(WatchThread::hasEnded);
        return watches.isEmpty() && abandoned.isEmpty();
    }

    @Override
    public synchronized void close() {
        stop(List.copyOf(watches.keySet()));
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
            path = context.root().dataset(dataset.ref(), dataset.path());
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
        DatasetDirectory directory = new DatasetDirectory(context.root().root(), path, context.reader(), names);
        DatasetWatch watch =
                new DatasetWatch(dataset, directory, context.ledgers().ledger(dataset.ref()), context);
        watch.confirm(confirmed.getOrDefault(dataset.ref(), ""));
        watches.put(dataset.ref(), new WatchThread(watch, context.steady(), abandoned.remove(dataset.ref())));
    }

    private void stop(Collection<DatasetRef> refs) {
        Map<DatasetRef, WatchThread> stopping = new HashMap<>(watches);
        stopping.keySet().retainAll(refs);
        watches.keySet().removeAll(refs);
        stopping.values().forEach(WatchThread::stop);
        stopping.forEach((ref, thread) -> {
            thread.close();
            if (!thread.hasEnded()) {
                abandoned.put(ref, thread);
            }
            LOG.atInfo().addKeyValue("dataset", ref).log("Watching no more");
        });
    }
}
