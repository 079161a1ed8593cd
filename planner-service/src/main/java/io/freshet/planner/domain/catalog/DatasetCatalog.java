package io.freshet.planner.domain.catalog;

import io.freshet.contracts.event.Batch;
import io.freshet.contracts.event.CatalogSubscription;
import io.freshet.contracts.event.CatalogSubscription.Subscribed;
import io.freshet.contracts.event.CatalogSubscription.Unsubscribed;
import io.freshet.contracts.event.DatasetRemovalRequested;
import io.freshet.contracts.event.Event;
import io.freshet.contracts.event.FileChanges;
import io.freshet.contracts.event.PartitionChange;
import io.freshet.contracts.event.PartitionsChanged;
import io.freshet.contracts.event.PartitionsReplayed;
import io.freshet.contracts.id.DatasetRef;
import io.freshet.contracts.id.WorkflowRef;
import io.freshet.planner.domain.catalog.CatalogTables.OpenBatch;
import io.freshet.planner.domain.table.Keys;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Knows which partitions the datasets have now, and informs the workflows that read them: everything once when they subscribe, in parts
 * of bounded size, and from then on what changes. A batch goes on as a batch. A change to the version that is known is no change, so
 * hearing of something again does nothing; a replay takes nothing back. Removes datasets that nobody produces any more, see {@link DatasetRemovals}. Not thread-safe.
 */
public final class DatasetCatalog {
    private final CatalogTables tables;
    private final Consumer<? super Event> out;
    private final Snapshots snapshots;
    private final DatasetRemovals removals;
    private final PartitionLog log;
    /** What the table of subscribers says, of datasets that changed. */
    private final Map<DatasetRef, List<WorkflowRef>> subscribers = new HashMap<>();

    /**
     * A catalogue with parts of the usual size.
     *
     * @param out takes what subscribers receive, {@link PartitionsChanged}, and what is removed, {@link FileChanges}
     */
    public DatasetCatalog(CatalogTables tables, Consumer<? super Event> out) {
        this(tables, Snapshots.PART, out);
    }

    /**
     * A catalogue that sends other parts than usual.
     *
     * @param part how many partitions one part of an answer, or of a removal, has at the most; at least 1
     */
    public DatasetCatalog(CatalogTables tables, int part, Consumer<? super Event> out) {
        this.tables = tables;
        this.out = out;
        this.snapshots = new Snapshots(tables, part, out);
        this.removals = new DatasetRemovals(tables, part, out);
        this.log = new PartitionLog(tables);
    }

    /**
     * Files changed: takes note, and informs the subscribers, also the one that made the change: it knows what it knows.
     *
     * @param offset of the record in its partition of the log
     */
    public void changed(FileChanges changes, long offset, Instant now) {
        DatasetRef dataset = changes.dataset();
        watched(dataset, changes.produced() == null);
        List<PartitionChange> effective = log.record(dataset, changes.changes(), offset);
        OpenBatch open = tables.batches().get(dataset.toString());
        boolean last = changes.batch().last();
        int forwarded = open != null && open.id().equals(changes.batch().id()) ? open.forwarded() : 0;
        // If all of the last part was known already, subscribers that hold earlier parts must still hear that it is
        // over.
        if (!effective.isEmpty() || (last && forwarded > 0)) {
            Batch batch = new Batch(changes.batch().id(), forwarded, last);
            for (WorkflowRef workflow : readers(dataset)) {
                out.accept(new PartitionsChanged(workflow, dataset, false, changes.cause(), batch, effective, now));
            }
            forwarded++;
        }
        snapshots.changed(dataset, effective, now);
        if (last) {
            // Only while a batch is open does anybody have to wait.
            if (open != null) {
                tables.batches().delete(dataset.toString());
                snapshots.batchEnded(dataset).forEach(row -> proceed(row, now));
            }
        } else {
            tables.batches()
                    .put(dataset.toString(), new OpenBatch(changes.batch().id(), forwarded));
        }
    }

    /**
     * A replay has read old records of a dataset: takes in what it had not heard of, and lets the subscribers look again at what there is of
     * the partitions, whether or not it changed.
     */
    public void replayed(PartitionsReplayed replayed, Instant now) {
        DatasetRef dataset = replayed.dataset();
        List<PartitionChange> missed = new ArrayList<>();
        List<PartitionChange> present = new ArrayList<>();
        for (PartitionsReplayed.Fact fact : replayed.facts()) {
            log.takeIn(dataset, fact).ifPresent(missed::add);
            present.add(new PartitionChange(fact.partition(), null, log.version(dataset, fact.partition())));
        }
        // One that is being answered must not be without what it has passed already.
        snapshots.changed(dataset, missed, now);
        Batch batch = new Batch(replayed.cause().id(), 0, replayed.last());
        for (WorkflowRef workflow : readers(dataset)) {
            out.accept(new PartitionsChanged(workflow, dataset, false, replayed.cause(), batch, present, now));
        }
    }

    /** A workflow wants to hear of a dataset, or no longer. The first part of the answer is sent at once. */
    public void subscription(CatalogSubscription subscription, Instant now) {
        String row = Keys.of(subscription.dataset(), subscription.workflow());
        tables.subscribers().delete(row);
        subscribers.remove(subscription.dataset());
        switch (subscription) {
            case Subscribed subscribed -> {
                removals.end(subscribed.dataset());
                snapshots.begin(row, subscribed);
                proceed(row, now);
            }
            case Unsubscribed _ -> snapshots.drop(row);
        }
    }

    /**
     * Somebody wants a dataset removed that nobody produces any more. It goes in steps, when its last reader has gone.
     *
     * @return false if it is not removed, because a watcher reports its files
     */
    public boolean removal(DatasetRemovalRequested request) {
        return removals.begin(request);
    }

    /** What {@link #proceed(Instant)} goes on with. */
    public sealed interface Unfinished {
        /** The answer to a subscription, as {@code dataset|workflow}. */
        record Answer(String subscription) implements Unfinished {}

        /** The removal of a dataset. */
        record Removal(DatasetRef dataset) implements Unfinished {}
    }

    /** Whether {@link #proceed(Instant)} has something to do. */
    public boolean isUnfinished() {
        return next() != null;
    }

    /** Sends the next part of the answer that has waited longest, or else removes the next part of a dataset, if there is any. */
    public void proceed(Instant now) {
        switch (next()) {
            case Unfinished.Answer(String subscription) -> proceed(subscription, now);
            case Unfinished.Removal(DatasetRef dataset) -> removals.proceed(dataset, now);
            case null -> {
                // Nothing is left to do.
            }
        }
    }

    private void proceed(String row, Instant now) {
        Subscribed answered = snapshots.proceed(row, now);
        if (answered != null) {
            tables.subscribers().put(row, "");
            subscribers.remove(answered.dataset());
        }
    }

    /** The tables are what they were before the last record. */
    public void forget() {
        subscribers.clear();
        snapshots.forget();
        removals.forget();
    }

    /** What {@link #proceed(Instant)} goes on with; null if nothing is unfinished. */
    public @Nullable Unfinished next() {
        if (!snapshots.unfinished().isEmpty()) {
            return new Unfinished.Answer(snapshots.unfinished().getFirst());
        }
        DatasetRef removed = removals.next();
        return removed == null ? null : new Unfinished.Removal(removed);
    }

    /** Goes on with it no further. */
    public void giveUp(Unfinished unfinished) {
        switch (unfinished) {
            case Unfinished.Answer(String subscription) -> snapshots.drop(subscription);
            case Unfinished.Removal(DatasetRef dataset) -> removals.end(dataset);
        }
    }

    private void watched(DatasetRef dataset, boolean now) {
        String row = dataset.toString();
        boolean before = tables.watched().get(row) != null;
        if (now && !before) {
            tables.watched().put(row, "");
        } else if (before && !now) {
            tables.watched().delete(row);
        }
    }

    private List<WorkflowRef> readers(DatasetRef dataset) {
        return subscribers.computeIfAbsent(dataset, this::subscribers);
    }

    private List<WorkflowRef> subscribers(DatasetRef dataset) {
        List<WorkflowRef> all = new ArrayList<>();
        tables.subscribers().scan(Keys.prefix(dataset), (row, _) -> all.add(WorkflowRef.parse(Keys.last(row))));
        return all;
    }
}
