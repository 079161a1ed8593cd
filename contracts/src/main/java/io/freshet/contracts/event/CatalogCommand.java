package io.freshet.contracts.event;

import io.freshet.contracts.id.DatasetRef;

/** What the catalogue of datasets is asked to do. Topic {@code catalog-subscriptions}, key {@code namespace/dataset}. */
public sealed interface CatalogCommand extends Event
        permits CatalogSubscription, DatasetRemovalRequested, PartitionsReplayed {
    DatasetRef dataset();

    @Override
    default String subject() {
        return dataset().toString();
    }
}
