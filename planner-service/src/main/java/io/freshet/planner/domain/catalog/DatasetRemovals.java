package io.freshet.planner.domain.catalog;

import io.freshet.contracts.event.Batch;
import io.freshet.contracts.event.DatasetRemovalRequested;
import io.freshet.contracts.event.Event;
import io.freshet.contracts.event.FileChanges;
import io.freshet.contracts.event.PartitionChange;
import io.freshet.contracts.event.ProducedBy;
import io.freshet.contracts.id.DatasetRef;
import io.freshet.contracts.id.DerivedId;
import io.freshet.contracts.partition.PartitionKey;
import io.freshet.planner.domain.catalog.CatalogTables.Removal;
import io.freshet.planner.domain.table.Keys;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.SequencedSet;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Removes orphaned datasets, a bounded number of partitions at a time. Every part is announced as changes of files, so that directories,
 * history and lineage follow as they follow a task.
 *
 * <p>A removal waits as long as the dataset has readers, which are those that their workflow has not unsubscribed yet. Whoever subscribes
 * after the request ends it, and keeps what is still there. A request that is read again has a number that is known.
 */
final class DatasetRemovals {
    private final CatalogTables tables;
    private final int part;
    private final Consumer<? super Event> out;
    private final SequencedSet<String> open = new LinkedHashSet<>();

    /**
     * @param part how many partitions are removed at once at the most; at least 1
     */
    DatasetRemovals(CatalogTables tables, int part, Consumer<? super Event> out) {
        this.tables = tables;
        this.part = part;
        this.out = out;
        forget();
    }

    /** The tables are what they were before the last call. */
    void forget() {
        open.clear();
        tables.removals().scan("", (dataset, removal) -> {
            if (removal.open() != null) {
                open.add(dataset);
            }
            return true;
        });
    }

    /**
     * Begins to remove a dataset; a request that is known changes nothing.
     *
     * @return false if it is not removed, because a watcher reports its files
     */
    boolean begin(DatasetRemovalRequested request) {
        String row = request.dataset().toString();
        Removal known = tables.removals().get(row);
        if (known != null && known.number() >= request.number()) {
            return true;
        }
        boolean watched = tables.watched().get(row) != null;
        tables.removals().put(row, new Removal(request.number(), watched ? null : request, 0));
        open.remove(row);
        if (!watched) {
            open.add(row);
        }
        return !watched;
    }

    /** Removes nothing more of a dataset. */
    void end(DatasetRef dataset) {
        end(dataset.toString());
    }

    private void end(String row) {
        Removal removal = open.remove(row) ? tables.removals().get(row) : null;
        if (removal != null) {
            tables.removals().put(row, removal.closed());
        }
    }

    /** The dataset of which {@link #proceed} removes the next part; null if there is none. */
    @Nullable
    DatasetRef next() {
        return open.stream()
                .map(DatasetRef::parse)
                .filter(dataset -> !isRead(dataset))
                .findFirst()
                .orElse(null);
    }

    /** Removes the next part of a dataset. */
    void proceed(DatasetRef dataset, Instant now) {
        String row = dataset.toString();
        Removal removal = tables.removals().get(row);
        DatasetRemovalRequested request = removal == null ? null : removal.open();
        if (removal == null || request == null) {
            throw new IllegalStateException("nobody asked for the removal of " + dataset);
        }
        List<PartitionChange> removed = some(dataset);
        removed.forEach(change -> tables.partitions().delete(Keys.of(dataset, change.partition())));
        if (!removed.isEmpty()) {
            String batch = DerivedId.of("removal", row, request.cause().id(), Integer.toString(removal.parts()));
            out.accept(new FileChanges(
                    dataset,
                    request.path(),
                    request.layout(),
                    request.cause(),
                    new Batch(batch, 0, true),
                    removed,
                    ProducedBy.BY_NO_TASK,
                    now));
        }
        if (removed.size() < part) {
            end(row);
        } else {
            tables.removals().put(row, new Removal(removal.number(), request, removal.parts() + 1));
            // In turn.
            open.remove(row);
            open.addLast(row);
        }
    }

    private List<PartitionChange> some(DatasetRef dataset) {
        List<PartitionChange> some = new ArrayList<>();
        tables.partitions().scan(Keys.prefix(dataset), (key, known) -> {
            some.add(new PartitionChange(PartitionKey.parse(Keys.last(key)), known.version(), null));
            return some.size() < part;
        });
        return some;
    }

    private boolean isRead(DatasetRef dataset) {
        String prefix = Keys.prefix(dataset);
        return tables.subscribers().hasAny(prefix) || tables.snapshots().hasAny(prefix);
    }
}
