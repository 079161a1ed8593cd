package io.freshet.planner.domain.deployment;

import io.freshet.contracts.id.DatasetRef;
import io.freshet.planner.domain.metadata.DatasetMetadata;
import io.freshet.planner.domain.metadata.InheritingTasks;
import io.freshet.planner.domain.metadata.Reconciliations;
import io.freshet.planner.domain.model.TaskModel;
import io.freshet.planner.domain.state.Rows;
import io.freshet.planner.domain.table.Keys;
import java.util.List;
import java.util.Set;

/** What a new version of a workflow hears of which datasets. */
record DatasetChanges(
        DatasetMetadata datasets,
        InheritingTasks inheriting,
        RemovalPlan removal,
        DatasetSubscriptions subscriptions,
        VersionChange change,
        String run) {
    /** Subscribes to what is read now and was not before, and to nothing else any more. */
    void subscribe() {
        Set<DatasetRef> old = change.externalBefore();
        Set<DatasetRef> wanted = change.next().external();
        old.stream().filter(dataset -> !wanted.contains(dataset)).forEach(this::unsubscribe);
        for (DatasetRef dataset : wanted) {
            if (!old.contains(dataset)
                    || change.noLongerKeepsDeleted(dataset)
                    || datasets.subscriptions().awaitingRun(dataset) != null) {
                subscribe(dataset);
            }
        }
    }

    private void unsubscribe(DatasetRef dataset) {
        if (change.next().producer(dataset).isEmpty()) {
            subscriptions.unsubscribe(dataset);
        }
        removal.clear(Rows.PARTITIONS, Keys.prefix(dataset.dataset()), List.of(run));
        removal.clear(Rows.METADATA, Reconciliations.seen(dataset), List.of(run));
        datasets.reconciliations().end(dataset);
        subscriptions.close(dataset);
        subscriptions.closeBatch(dataset);
    }

    private void subscribe(DatasetRef dataset) {
        subscriptions.subscribe(dataset, run, change.next().definition().cause());
    }

    /** Of what the workflow makes now and did not before, asks the catalogue what there is; see {@link Inheritance}. */
    void inherit() {
        Set<DatasetRef> made = change.next().produced();
        change.producedBefore().stream()
                .filter(dataset -> !made.contains(dataset))
                .forEach(this::endAdoption);
        inheritTasks();
        made.forEach(this::adopt);
    }

    private void endAdoption(DatasetRef dataset) {
        if (!change.next().external().contains(dataset)) {
            subscriptions.endAdoption(dataset);
        } else if (datasets.adoptions().isOpen(dataset)) {
            datasets.adoptions().end(dataset);
        }
    }

    private void inheritTasks() {
        for (TaskModel task : change.next().tasks().values()) {
            if (change.kept(task.name()).isEmpty()) {
                inheriting.setRun(run);
                inheriting.add(task.name());
            }
        }
        if (inheriting.run() != null) {
            // What an earlier deployment has left is seen to at the end of this one.
            inheriting.setRun(run);
        }
    }

    private void adopt(DatasetRef dataset) {
        boolean asked =
                datasets.adoptions().isOpen(dataset) && datasets.subscriptions().awaitingRun(dataset) != null;
        if (asked || !change.producedBefore().contains(dataset)) {
            datasets.adoptions().begin(dataset);
            subscribe(dataset);
        }
    }
}
