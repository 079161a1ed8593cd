package io.freshet.planner.domain.deployment;

import io.freshet.contracts.data.PartitionVersion;
import io.freshet.contracts.partition.PartitionKey;
import io.freshet.planner.domain.graph.ExternalPartitions;
import io.freshet.planner.domain.metadata.Reconciliations;
import io.freshet.planner.domain.model.ExternalDataset;
import io.freshet.planner.domain.model.WorkflowModel;
import io.freshet.planner.domain.port.DatasetPort;
import io.freshet.planner.domain.port.ModelPort;
import io.freshet.planner.domain.state.Continuation;
import io.freshet.planner.domain.state.ReaderReaction;
import io.freshet.planner.domain.table.Keys;
import io.freshet.planner.domain.table.Table;

/** What a complete snapshot of a dataset does not have does not exist. */
public final class SnapshotPruning implements PagedRule<Continuation.Pruning> {
    private final WorkflowModel model;
    private final Table<PartitionVersion> rows;
    private final Reconciliations reconciliations;
    private final ExternalPartitions partitions;
    private final DatasetSubscriptions subscriptions;

    public <P extends ModelPort & DatasetPort> SnapshotPruning(
            P ports, ExternalPartitions partitions, DatasetSubscriptions subscriptions) {
        this.model = ports.model();
        this.rows = ports.partitionRows();
        this.reconciliations = ports.datasets().reconciliations();
        this.partitions = partitions;
        this.subscriptions = subscriptions;
    }

    @Override
    public Table<?> rows(Continuation.Pruning work) {
        return rows;
    }

    @Override
    public String prefix(Continuation.Pruning work) {
        return Keys.prefix(work.dataset().dataset());
    }

    @Override
    public void apply(Continuation.Pruning work, String row) {
        PartitionKey partition = PartitionKey.parse(Keys.last(row));
        if (reconciliations.forgetSeen(work.dataset(), partition)) {
            return;
        }
        ReaderReaction reaction = work.reaction();
        ExternalDataset dataset = ExternalDataset.of(model, work.dataset());
        partitions.unsettle(partitions.record(dataset, partition, null, () -> reaction), () -> reaction);
    }

    @Override
    public void finish(Continuation.Pruning work) {
        reconciliations.end(work.dataset());
        subscriptions.closeBatch(work.dataset());
        if (work.answer()) {
            subscriptions.answered(work.dataset());
        }
    }
}
