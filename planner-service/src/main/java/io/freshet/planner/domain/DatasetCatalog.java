package io.freshet.planner.domain;

import io.freshet.contracts.data.PartitionVersion;
import io.freshet.contracts.event.Batch;
import io.freshet.contracts.event.CatalogSubscription;
import io.freshet.contracts.event.CatalogSubscription.Subscribed;
import io.freshet.contracts.event.CatalogSubscription.Unsubscribed;
import io.freshet.contracts.event.FileChanges;
import io.freshet.contracts.event.PartitionChange;
import io.freshet.contracts.event.PartitionsChanged;
import io.freshet.contracts.event.Produced;
import io.freshet.contracts.id.DatasetRef;
import io.freshet.contracts.id.DerivedId;
import io.freshet.contracts.id.WorkflowRef;
import io.freshet.contracts.partition.PartitionKey;
import io.freshet.planner.domain.CatalogTables.OpenBatch;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Knows which partitions the datasets have now, and tells the workflows that read them: everything once when they subscribe, and
 * from then on what changes. A batch goes on as a batch. A change to the version that is known is no change, so hearing of something
 * again does nothing. Not thread-safe.
 */
public final class DatasetCatalog {
    private final CatalogTables tables;
    private final Consumer<? super PartitionsChanged> out;

    /** What the table of subscribers says, of datasets that changed. */
    private final Map<DatasetRef, List<WorkflowRef>> subscribers = new HashMap<>();

    public DatasetCatalog(CatalogTables tables, Consumer<? super PartitionsChanged> out) {
        this.tables = tables;
        this.out = out;
    }

    /** Files changed: takes note, and tells the subscribers except for the workflow that made the change itself. */
    public void changed(FileChanges changes, Instant now) {
        DatasetRef dataset = changes.dataset();
        List<PartitionChange> effective = record(dataset, changes.changes());
        OpenBatch open = tables.batches().get(dataset.toString());
        boolean last = changes.batch().last();
        int forwarded = open != null && open.id().equals(changes.batch().id()) ? open.forwarded() : 0;
        // If all of the last part was known already, subscribers that hold earlier parts must still hear that it is
        // over.
        if (!effective.isEmpty() || (last && forwarded > 0)) {
            Batch batch = new Batch(changes.batch().id(), forwarded, last);
            for (WorkflowRef workflow : readers(dataset, changes.produced())) {
                out.accept(new PartitionsChanged(workflow, dataset, false, changes.cause(), batch, effective, now));
            }
            forwarded++;
        }
        if (last) {
            // Only while a batch is open does anybody have to wait.
            if (open != null) {
                tables.batches().delete(dataset.toString());
                answerDeferred(dataset, now);
            }
        } else {
            tables.batches()
                    .put(dataset.toString(), new OpenBatch(changes.batch().id(), forwarded));
        }
    }

    /** A workflow wants to hear of a dataset, or no longer. */
    public void subscription(CatalogSubscription subscription, Instant now) {
        String row = Keys.of(subscription.dataset(), subscription.workflow());
        switch (subscription) {
            case Subscribed subscribed -> {
                if (tables.batches().get(subscribed.dataset().toString()) != null) {
                    tables.deferred().put(row, subscribed);
                } else {
                    answer(subscribed, now);
                }
            }
            case Unsubscribed _ -> {
                tables.subscribers().delete(row);
                subscribers.remove(subscription.dataset());
                tables.deferred().delete(row);
            }
        }
    }

    private List<PartitionChange> record(DatasetRef dataset, List<PartitionChange> changes) {
        List<PartitionChange> effective = new ArrayList<>();
        for (PartitionChange change : changes) {
            String row = Keys.of(dataset, change.partition());
            PartitionVersion before = tables.partitions().get(row);
            PartitionVersion after = change.after();
            if (after == null && before != null) {
                tables.partitions().delete(row);
                effective.add(new PartitionChange(change.partition(), before, null));
            } else if (after != null && (before == null || !before.fingerprint().equals(after.fingerprint()))) {
                tables.partitions().put(row, after);
                effective.add(new PartitionChange(change.partition(), before, after));
            }
        }
        return effective;
    }

    private List<WorkflowRef> readers(DatasetRef dataset, @Nullable Produced produced) {
        List<WorkflowRef> all = subscribers.computeIfAbsent(dataset, this::subscribers);
        return all.stream()
                .filter(workflow ->
                        produced == null || !produced.instance().workflowRef().equals(workflow))
                .toList();
    }

    private List<WorkflowRef> subscribers(DatasetRef dataset) {
        List<WorkflowRef> all = new ArrayList<>();
        tables.subscribers().scan(Keys.prefix(dataset), (row, _) -> all.add(WorkflowRef.parse(Keys.last(row))));
        return all;
    }

    private void answerDeferred(DatasetRef dataset, Instant now) {
        List<Subscribed> waiting = new ArrayList<>();
        tables.deferred().scan(Keys.prefix(dataset), (_, subscribed) -> waiting.add(subscribed));
        for (Subscribed subscribed : waiting) {
            tables.deferred().delete(Keys.of(subscribed.dataset(), subscribed.workflow()));
            answer(subscribed, now);
        }
    }

    /** Sends all there is, in parts; an empty one if there is nothing. */
    private void answer(Subscribed subscribed, Instant now) {
        DatasetRef dataset = subscribed.dataset();
        tables.subscribers().put(Keys.of(dataset, subscribed.workflow()), "");
        subscribers.remove(dataset);
        Snapshot snapshot = new Snapshot(subscribed, now);
        tables.partitions().scan(Keys.prefix(dataset), (row, version) -> {
            snapshot.add(new PartitionChange(PartitionKey.parse(Keys.last(row)), null, version));
            return true;
        });
        snapshot.send(true);
    }

    private final class Snapshot {
        private final Subscribed subscribed;
        private final Instant now;
        private final String batch;
        private List<PartitionChange> part = new ArrayList<>();
        private int index;

        Snapshot(Subscribed subscribed, Instant now) {
            this.subscribed = subscribed;
            this.now = now;
            this.batch = DerivedId.of(
                    "snapshot",
                    subscribed.dataset().toString(),
                    subscribed.workflow().toString(),
                    subscribed.cause().id(),
                    subscribed.at().toString());
        }

        void add(PartitionChange change) {
            if (part.size() == FileChanges.MAX_CHANGES) {
                send(false);
            }
            part.add(change);
        }

        void send(boolean last) {
            out.accept(new PartitionsChanged(
                    subscribed.workflow(),
                    subscribed.dataset(),
                    true,
                    subscribed.cause(),
                    new Batch(batch, index, last),
                    part,
                    now));
            index++;
            part = new ArrayList<>();
        }
    }
}
