package io.freshet.planner.domain;

import io.freshet.contracts.event.CatalogSubscription.Subscribed;
import io.freshet.contracts.event.RunRequest;
import io.freshet.contracts.id.DatasetRef;
import io.freshet.planner.domain.metadata.Reconciliations;
import java.util.List;
import java.util.Map;

/**
 * A workflow goes on after it rested. Its rows are whole, for a decision that failed left none; what came meanwhile was not heard. So it
 * subscribes anew to everything it reads, which gives it all there is now, and evaluates all of its instances when it has heard that.
 * Attempts in flight are given up, for their ends may have been missed; what they made is in the action cache.
 */
final class Recovery {
    private final Decision decision;
    private final RunRequest.Resume request;
    private final String run;

    Recovery(Decision decision, RunRequest.Resume request) {
        this.decision = decision;
        this.request = request;
        this.run = decision.runs.open(request.cause());
    }

    void apply() {
        decision.model.external().forEach(this::subscribe);
        decision.model.produced().stream()
                .filter(decision.metadata.adoptions()::isOpen)
                .forEach(this::subscribe);
        for (TaskModel task : decision.model.tasks().values()) {
            decision.agenda.add(new Continuation.SweepTask(
                    task.name(), Map.of(), Continuation.Sweep.RECOVER, run, Holds.DEPLOYMENT, ""));
        }
        if (decision.metadata.subscriptions().isAwaitingAny()) {
            decision.metadata.holdReleases().end(Holds.DEPLOYMENT);
        } else {
            decision.metadata.holdReleases().begin(Holds.DEPLOYMENT);
        }
    }

    private void subscribe(DatasetRef dataset) {
        // What is left of a batch or of an earlier answer will not come.
        PartitionChangeRule.closeBatch(decision, dataset);
        PartitionChangeRule.closeSubscription(decision, dataset);
        new WorkflowRemoval(decision).clear(Continuation.Rows.METADATA, Reconciliations.seen(dataset), List.of(run));
        decision.metadata.reconciliations().end(dataset);
        decision.metadata.subscriptions().await(dataset, run);
        decision.runs.retain(run);
        decision.emit(new Subscribed(dataset, decision.model.ref(), request.cause(), decision.now));
    }
}
