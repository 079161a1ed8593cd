package io.freshet.planner.domain.catalog;

import io.freshet.contracts.data.PartitionVersion;
import io.freshet.contracts.event.PartitionChange;
import io.freshet.contracts.event.PartitionsReplayed.Fact;
import io.freshet.contracts.id.DatasetRef;
import io.freshet.contracts.partition.PartitionKey;
import io.freshet.planner.domain.catalog.CatalogTables.KnownPartition;
import io.freshet.planner.domain.table.Keys;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Which partitions there are, as the log says: each with the offset of the record that said so last. All records about a dataset are in one
 * partition of the log, so offsets order them. Of partitions that are gone nothing is kept, but of each dataset the offset of the last
 * record that deleted one: an older record that says of a partition which is not there that it is may be older than its deletion, and is
 * not believed.
 */
final class PartitionLog {
    private final CatalogTables tables;

    PartitionLog(CatalogTables tables) {
        this.tables = tables;
    }

    /** What there is of a partition; null: it does not exist. */
    @Nullable
    PartitionVersion version(DatasetRef dataset, PartitionKey partition) {
        KnownPartition known = tables.partitions().get(Keys.of(dataset, partition));
        return known == null ? null : known.version();
    }

    /** Takes a record in, which is the newest of all that have been read; returns what of it is news. */
    List<PartitionChange> record(DatasetRef dataset, List<PartitionChange> changes, long offset) {
        List<PartitionChange> news = new ArrayList<>();
        for (PartitionChange change : changes) {
            set(dataset, change.partition(), change.after(), offset).ifPresent(news::add);
        }
        return news;
    }

    /** Takes in what an old record says, if nothing later was heard; returns what changed, if anything. */
    Optional<PartitionChange> takeIn(DatasetRef dataset, Fact fact) {
        KnownPartition known = tables.partitions().get(Keys.of(dataset, fact.partition()));
        boolean isLater = known == null
                ? fact.after() != null && fact.offset() > lastDeletion(dataset)
                : known.offset() != KnownPartition.UNKNOWN && fact.offset() > known.offset();
        return isLater && fact.offset() != Fact.LOOK_ONLY
                ? set(dataset, fact.partition(), fact.after(), fact.offset())
                : Optional.empty();
    }

    private Optional<PartitionChange> set(
            DatasetRef dataset, PartitionKey partition, @Nullable PartitionVersion after, long offset) {
        String row = Keys.of(dataset, partition);
        KnownPartition known = tables.partitions().get(row);
        PartitionVersion before = known == null ? null : known.version();
        if (after == null) {
            // Also of one that is not there: what is older says nothing of it any more.
            deleted(dataset, offset);
            if (before == null) {
                return Optional.empty();
            }
            tables.partitions().delete(row);
            return Optional.of(new PartitionChange(partition, before, null));
        }
        KnownPartition next = new KnownPartition(after, offset);
        if (!next.equals(known)) {
            // Also the same version again: what was said in between counts no more.
            tables.partitions().put(row, next);
        }
        return before != null && before.fingerprint().equals(after.fingerprint())
                ? Optional.empty()
                : Optional.of(new PartitionChange(partition, before, after));
    }

    private long lastDeletion(DatasetRef dataset) {
        String last = tables.deletions().get(dataset.toString());
        return last == null ? KnownPartition.UNKNOWN : Long.parseLong(last);
    }

    private void deleted(DatasetRef dataset, long offset) {
        if (offset > lastDeletion(dataset)) {
            tables.deletions().put(dataset.toString(), Long.toString(offset));
        }
    }
}
