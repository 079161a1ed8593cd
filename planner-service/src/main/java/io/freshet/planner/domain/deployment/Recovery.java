package io.freshet.planner.domain.deployment;

import io.freshet.contracts.event.Cause;
import io.freshet.contracts.event.RunRequest;
import io.freshet.contracts.id.DatasetRef;
import io.freshet.contracts.partition.PartitionSelection;
import io.freshet.planner.domain.graph.Holds;
import io.freshet.planner.domain.metadata.Adoptions;
import io.freshet.planner.domain.metadata.DatasetMetadata;
import io.freshet.planner.domain.metadata.Reconciliations;
import io.freshet.planner.domain.model.TaskModel;
import io.freshet.planner.domain.model.WorkflowModel;
import io.freshet.planner.domain.port.DatasetPort;
import io.freshet.planner.domain.port.ModelPort;
import io.freshet.planner.domain.run.DeferredWork;
import io.freshet.planner.domain.run.Runs;
import io.freshet.planner.domain.state.Continuation;
import io.freshet.planner.domain.state.ReaderReaction;
import io.freshet.planner.domain.state.Rows;
import io.freshet.planner.domain.state.Sweep;
import java.util.List;

/**
 * A workflow goes on after it rested. Its rows are whole, for a decision that failed left none; what came meanwhile was not heard. So it
 * subscribes anew to everything it reads, which gives it all there is now, and evaluates all of its instances when it has heard that.
 * Attempts in flight are given up, for their ends may have been missed; what they made is in the action cache.
 */
public final class Recovery {
    private final WorkflowModel model;
    private final DatasetMetadata datasets;
    private final Runs runs;
    private final DeferredWork agenda;
    private final DatasetSubscriptions subscriptions;

    public <P extends ModelPort & DatasetPort> Recovery(
            P ports, Runs runs, DeferredWork agenda, DatasetSubscriptions subscriptions) {
        this.model = ports.model();
        this.datasets = ports.datasets();
        this.runs = runs;
        this.agenda = agenda;
        this.subscriptions = subscriptions;
    }

    public void apply(RunRequest.Resume request) {
        String run = runs.open(request.cause());
        Adoptions adoptions = datasets.adoptions();
        model.external().forEach(dataset -> subscribe(dataset, run, request.cause()));
        model.produced().stream()
                .filter(adoptions::isOpen)
                .forEach(dataset -> subscribe(dataset, run, request.cause()));
        for (TaskModel task : model.tasks().values()) {
            ReaderReaction reaction = new ReaderReaction(List.of(run), Holds.DEPLOYMENT);
            agenda.add(new Continuation.SweepTask(task.name(), PartitionSelection.ALL, Sweep.RECOVER, reaction, ""));
        }
        subscriptions.releaseWhenAnswered();
    }

    private void subscribe(DatasetRef dataset, String run, Cause cause) {
        // What is left of a batch or of an earlier answer will not come.
        subscriptions.closeBatch(dataset);
        new RemovalPlan(agenda).clear(Rows.METADATA, Reconciliations.seen(dataset), List.of(run));
        datasets.reconciliations().end(dataset);
        subscriptions.subscribe(dataset, run, cause);
    }
}
