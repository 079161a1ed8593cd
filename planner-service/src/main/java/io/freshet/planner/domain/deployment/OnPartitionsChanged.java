package io.freshet.planner.domain.deployment;

import io.freshet.contracts.data.PartitionVersion;
import io.freshet.contracts.event.Batch;
import io.freshet.contracts.event.PartitionChange;
import io.freshet.contracts.event.PartitionsChanged;
import io.freshet.contracts.id.DatasetRef;
import io.freshet.contracts.id.DerivedId;
import io.freshet.planner.domain.graph.ExternalPartitions;
import io.freshet.planner.domain.graph.Holds;
import io.freshet.planner.domain.instance.InstanceId;
import io.freshet.planner.domain.metadata.DatasetMetadata;
import io.freshet.planner.domain.metadata.Reconciliations;
import io.freshet.planner.domain.model.ExternalDataset;
import io.freshet.planner.domain.port.DatasetPort;
import io.freshet.planner.domain.port.RunPort;
import io.freshet.planner.domain.run.DeferredWork;
import io.freshet.planner.domain.run.Runs;
import io.freshet.planner.domain.state.Continuation;
import io.freshet.planner.domain.table.Keys;
import io.freshet.planner.domain.table.Table;
import java.util.LinkedHashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Partitions from outside changed. Each part of a batch is recorded as it comes; the instances that read it are unsettled and held
 * until the batch is complete. What the first snapshots say after a deployment is held until all of them have been heard.
 */
public final class OnPartitionsChanged {
    private final Table<PartitionVersion> rows;
    private final DatasetMetadata datasets;
    private final OnReplayed replayed;
    private final Runs runs;
    private final DeferredWork agenda;
    private final ExternalPartitions partitions;
    private final DatasetSubscriptions subscriptions;

    public <P extends DatasetPort & RunPort> OnPartitionsChanged(
            P ports,
            Runs runs,
            DeferredWork agenda,
            ExternalPartitions partitions,
            DatasetSubscriptions subscriptions) {
        this.rows = ports.partitionRows();
        this.datasets = ports.datasets();
        this.replayed = new OnReplayed(ports, runs, partitions);
        this.runs = runs;
        this.agenda = agenda;
        this.partitions = partitions;
        this.subscriptions = subscriptions;
    }

    public void apply(ExternalDataset dataset, PartitionsChanged changed) {
        if (subscriptions.isOutdated(changed)) {
            return;
        }
        if (changed.looksAgain()) {
            replayed.apply(dataset, changed);
            return;
        }
        boolean answer = subscriptions.isAnswer(changed);
        BatchRun batch = new BatchRun(datasets, runs, dataset.dataset(), changed.cause(), scope(changed, answer));
        record(dataset, changed, batch);
        if (changed.batch().last()) {
            complete(dataset.dataset(), changed, answer, batch);
        }
    }

    /** In which scope the readers are held; null if in none. */
    private static @Nullable String scope(PartitionsChanged changed, boolean answer) {
        Batch batch = changed.batch();
        if (answer) {
            return Holds.DEPLOYMENT;
        }
        boolean isWhole = batch.index() == 0 && batch.last();
        return isWhole ? null : Keys.of("batch", changed.dataset().dataset(), DerivedId.of(batch.id()));
    }

    private void record(ExternalDataset dataset, PartitionsChanged changed, BatchRun batch) {
        if (changed.snapshot() && changed.batch().index() == 0) {
            beginSnapshot(dataset.dataset());
        }
        Set<InstanceId> readers = new LinkedHashSet<>();
        for (PartitionChange change : changed.changes()) {
            readers.addAll(partitions.record(dataset, change.partition(), change.after(), batch::reaction));
            if (changed.snapshot()) {
                seen(dataset.dataset(), change);
            }
        }
        partitions.unsettle(readers, batch::reaction);
    }

    private void complete(DatasetRef dataset, PartitionsChanged changed, boolean answer, BatchRun batch) {
        if (changed.snapshot() && reconciliations().isOpen(dataset)) {
            agenda.add(new Continuation.Pruning(dataset, answer, batch.reaction(), ""));
            return;
        }
        subscriptions.closeBatch(dataset);
        if (answer) {
            subscriptions.answered(dataset);
        }
    }

    /** Remembers that what is known of the dataset may not exist any more. */
    private void beginSnapshot(DatasetRef dataset) {
        rows.scan(Keys.prefix(dataset.dataset()), (_, _) -> {
            reconciliations().begin(dataset);
            return false;
        });
    }

    private void seen(DatasetRef dataset, PartitionChange change) {
        if (!reconciliations().isOpen(dataset)) {
            return;
        }
        if (change.after() == null) {
            reconciliations().forgetSeen(dataset, change.partition());
        } else {
            reconciliations().see(dataset, change.partition());
        }
    }

    private Reconciliations reconciliations() {
        return datasets.reconciliations();
    }
}
