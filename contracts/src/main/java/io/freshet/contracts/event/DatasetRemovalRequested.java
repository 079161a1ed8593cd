package io.freshet.contracts.event;

import io.freshet.contracts.id.DatasetRef;
import java.time.Instant;

/**
 * Somebody wants an orphaned dataset removed: all that is left of what no deployed workflow produces or reads any more. A workflow that
 * subscribes to the dataset afterwards keeps what is still there. Topic {@code catalog-subscriptions}, key {@code namespace/dataset}.
 *
 * @param path of the dataset's directory, as the last version that produced it said
 * @param layout of the dataset, its text, as the last version that produced it said
 * @param number grows with every request for the dataset, so that one which is read again is known
 */
public record DatasetRemovalRequested(
        DatasetRef dataset, String path, String layout, long number, Cause cause, String requestedBy, Instant at)
        implements CatalogCommand {}
