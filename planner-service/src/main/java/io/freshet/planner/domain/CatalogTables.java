package io.freshet.planner.domain;

import io.freshet.contracts.data.PartitionVersion;
import io.freshet.contracts.event.CatalogSubscription.Subscribed;

/**
 * Everything the catalogue keeps; every key starts with the dataset's.
 *
 * @param partitions what there is: partition
 * @param subscribers who wants to hear: workflow
 * @param deferred subscriptions that came in an open batch and are answered at its end: workflow
 * @param batches the open batch of each dataset; the value says how many parts of it were passed on
 */
public record CatalogTables(
        Table<PartitionVersion> partitions,
        Table<String> subscribers,
        Table<Subscribed> deferred,
        Table<OpenBatch> batches) {
    /**
     * A batch of which more parts will come.
     *
     * @param forwarded how many of its parts went on to subscribers
     */
    public record OpenBatch(String id, int forwarded) {}
}
