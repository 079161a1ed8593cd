package io.freshet.contracts.event;

import io.freshet.contracts.id.DatasetRef;
import io.freshet.contracts.id.WorkflowRef;
import java.time.Instant;

/** A workflow wants, or no longer wants, to hear of a dataset. Topic {@code catalog-subscriptions}, key {@code namespace/dataset}. */
public sealed interface CatalogSubscription extends CatalogCommand {
    WorkflowRef workflow();

    /** Send what there is, and from now on what comes. Subscribing again makes the catalogue send all once more. */
    record Subscribed(DatasetRef dataset, WorkflowRef workflow, Cause cause, Instant at)
            implements CatalogSubscription {}

    /** Send no more. */
    record Unsubscribed(DatasetRef dataset, WorkflowRef workflow, Instant at) implements CatalogSubscription {}
}
