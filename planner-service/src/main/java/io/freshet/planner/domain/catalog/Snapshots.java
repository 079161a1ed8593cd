package io.freshet.planner.domain.catalog;

import io.freshet.contracts.event.Batch;
import io.freshet.contracts.event.CatalogSubscription.Subscribed;
import io.freshet.contracts.event.PartitionChange;
import io.freshet.contracts.event.PartitionsChanged;
import io.freshet.contracts.id.DatasetRef;
import io.freshet.contracts.id.DerivedId;
import io.freshet.contracts.partition.PartitionKey;
import io.freshet.planner.domain.catalog.CatalogTables.Snapshot;
import io.freshet.planner.domain.table.Keys;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.SequencedSet;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The answers to subscriptions. An answer is a batch of parts, each of a bounded number of partitions in the order of their rows, with a
 * cursor between what was sent and what was not. A partition that changes before the cursor is sent once more, as a part of the same batch;
 * one behind it is sent when the cursor gets there. So the batch as a whole is what the dataset is when its last part is sent. That
 * part waits until no batch of file changes is open, because a reader must not see a part of one.
 */
public final class Snapshots {
    /** Partitions of one part: some ten milliseconds of work for the workflow that reads it. */
    public static final int PART = 200;

    private final CatalogTables tables;
    private final int part;
    private final Consumer<? super PartitionsChanged> out;
    private final SequencedSet<String> unfinished = new LinkedHashSet<>();
    private final Set<String> waiting = new LinkedHashSet<>();

    Snapshots(CatalogTables tables, int part, Consumer<? super PartitionsChanged> out) {
        this.tables = tables;
        this.part = part;
        this.out = out;
        unfinished.addAll(tables.snapshots().keys(""));
    }

    /** The tables are what they were before the last call. */
    void forget() {
        waiting.clear();
        unfinished.clear();
        unfinished.addAll(tables.snapshots().keys(""));
    }

    /** The rows of the answers that can go on, in turn. */
    SequencedSet<String> unfinished() {
        return unfinished;
    }

    /** Answers a subscription, from the beginning if it was being answered. */
    void begin(String row, Subscribed subscription) {
        tables.snapshots().put(row, Snapshot.of(subscription));
        waiting.remove(row);
        unfinished.add(row);
    }

    void drop(String row) {
        tables.snapshots().delete(row);
        waiting.remove(row);
        unfinished.remove(row);
    }

    /** Sends the next part of an answer; returns the subscription if that was the last. */
    @Nullable
    Subscribed proceed(String row, Instant now) {
        Snapshot snapshot = tables.snapshots().get(row);
        if (snapshot == null) {
            throw new IllegalStateException("no subscription " + row + " is being answered");
        }
        DatasetRef dataset = snapshot.subscription().dataset();
        List<PartitionChange> changes = new ArrayList<>();
        String next = read(dataset, snapshot.cursor(), changes);
        unfinished.remove(row);
        if (next != null) {
            send(row, snapshot, next, changes, now);
            unfinished.addLast(row);
            return null;
        }
        if (tables.batches().get(dataset.toString()) != null) {
            waiting.add(row);
            return null;
        }
        tables.snapshots().delete(row);
        out.accept(part(snapshot, true, changes, now));
        return snapshot.subscription();
    }

    /** Partitions of a dataset changed: sends what concerns what was sent already. */
    void changed(DatasetRef dataset, List<PartitionChange> changes, Instant now) {
        if (unfinished.isEmpty() && waiting.isEmpty()) {
            return;
        }
        for (String row : tables.snapshots().keys(Keys.prefix(dataset))) {
            Snapshot snapshot = tables.snapshots().get(row);
            if (snapshot != null) {
                List<PartitionChange> again = changes.stream()
                        .filter(change -> snapshot.hasSent(Keys.of(dataset, change.partition())))
                        .toList();
                if (!again.isEmpty()) {
                    send(row, snapshot, snapshot.cursor(), again, now);
                }
            }
        }
    }

    /** No batch of the dataset is open any more: returns the rows of the answers that waited for that, and are to go on before the next. */
    List<String> batchEnded(DatasetRef dataset) {
        String prefix = Keys.prefix(dataset);
        List<String> ready =
                waiting.stream().filter(row -> row.startsWith(prefix)).toList();
        ready.forEach(waiting::remove);
        return ready;
    }

    /** Reads at most a part from the cursor on; returns the row after it, null if there is none. */
    private @Nullable String read(DatasetRef dataset, String cursor, List<PartitionChange> changes) {
        String prefix = Keys.prefix(dataset);
        String[] next = {null};
        tables.partitions().scan(prefix, cursor.isEmpty() ? prefix : cursor, (key, known) -> {
            if (changes.size() == part) {
                next[0] = key;
                return false;
            }
            return changes.add(new PartitionChange(PartitionKey.parse(Keys.last(key)), null, known.version()));
        });
        return next[0];
    }

    private void send(String row, Snapshot snapshot, String cursor, List<PartitionChange> changes, Instant now) {
        tables.snapshots().put(row, snapshot.sent(cursor));
        out.accept(part(snapshot, false, changes, now));
    }

    private static PartitionsChanged part(Snapshot snapshot, boolean last, List<PartitionChange> changes, Instant now) {
        Subscribed subscribed = snapshot.subscription();
        String batch = DerivedId.of(
                "snapshot",
                subscribed.dataset().toString(),
                subscribed.workflow().toString(),
                subscribed.cause().id(),
                subscribed.at().toString());
        return new PartitionsChanged(
                subscribed.workflow(),
                subscribed.dataset(),
                true,
                subscribed.cause(),
                new Batch(batch, snapshot.parts(), last),
                changes,
                now);
    }
}
