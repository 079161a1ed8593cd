package io.freshet.planner.domain.metadata;

import io.freshet.planner.domain.table.Table;

/**
 * What is remembered of datasets that the workflow reads or takes over: what the catalogue was asked for, and whose readers are held.
 */
public record DatasetMetadata(
        Subscriptions subscriptions,
        Adoptions adoptions,
        Reconciliations reconciliations,
        OpenBatches openBatches,
        OpenReplays openReplays,
        HoldReleases holdReleases) {
    static DatasetMetadata of(Table<String> rows) {
        return new DatasetMetadata(
                new Subscriptions(rows),
                new Adoptions(rows),
                new Reconciliations(rows),
                new OpenBatches(rows),
                new OpenReplays(rows),
                new HoldReleases(rows));
    }
}
