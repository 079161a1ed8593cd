package io.freshet.planner.domain.catalog;

import io.freshet.contracts.data.PartitionVersion;
import io.freshet.contracts.event.CatalogSubscription.Subscribed;
import io.freshet.contracts.event.DatasetRemovalRequested;
import io.freshet.planner.domain.table.Table;
import org.jspecify.annotations.Nullable;

/**
 * Everything the catalogue keeps; every key starts with the dataset's.
 *
 * @param partitions what there is: partition
 * @param subscribers who hears of changes: workflow
 * @param snapshots subscriptions of which the answer is not complete: workflow
 * @param batches the open batch of each dataset; the value says how many parts of it were passed on
 * @param watched the datasets of which a watcher has reported last, so that their files are somebody's own
 * @param removals the last request to remove each dataset
 * @param deletions the offset of the last record that deleted a partition of the dataset: dataset
 */
public record CatalogTables(
        Table<KnownPartition> partitions,
        Table<String> subscribers,
        Table<Snapshot> snapshots,
        Table<OpenBatch> batches,
        Table<String> watched,
        Table<Removal> removals,
        Table<String> deletions) {
    /**
     * A partition that there is.
     *
     * @param offset of the record of {@code file-changes} that said so last, by which a replay knows whether it has read something that
     *     came later; {@link #UNKNOWN} if that is not known
     */
    public record KnownPartition(PartitionVersion version, long offset) {
        public static final long UNKNOWN = -1;
    }

    /**
     * The last request to remove a dataset.
     *
     * @param number of the request; one with the same or a smaller number is read again
     * @param open the request, while partitions may be left; null when it is done or was given up
     * @param parts how many parts of the removal have been announced
     */
    public record Removal(long number, @Nullable DatasetRemovalRequested open, int parts) {
        Removal closed() {
            return new Removal(number, null, 0);
        }
    }

    /**
     * A batch of which more parts will come.
     *
     * @param forwarded how many of its parts went on to subscribers
     */
    public record OpenBatch(String id, int forwarded) {}

    /**
     * How far the answer to a subscription has come.
     *
     * @param cursor the first row of the dataset that has not been sent; empty if none has
     * @param parts how many parts have been sent
     */
    public record Snapshot(Subscribed subscription, String cursor, int parts) {
        static Snapshot of(Subscribed subscription) {
            return new Snapshot(subscription, "", 0);
        }

        /** Whether the row has been sent, so that a change of it has to be sent as well. */
        boolean hasSent(String row) {
            return row.compareTo(cursor) < 0;
        }

        Snapshot sent(String nextCursor) {
            return new Snapshot(subscription, nextCursor, parts + 1);
        }
    }
}
