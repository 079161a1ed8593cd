package io.freshet.planner.domain.deployment;

import io.freshet.contracts.event.CatalogSubscription.Subscribed;
import io.freshet.contracts.event.CatalogSubscription.Unsubscribed;
import io.freshet.contracts.event.Cause;
import io.freshet.contracts.event.PartitionsChanged;
import io.freshet.contracts.id.DatasetRef;
import io.freshet.contracts.id.WorkflowRef;
import io.freshet.planner.domain.graph.Holds;
import io.freshet.planner.domain.metadata.DatasetMetadata;
import io.freshet.planner.domain.metadata.OpenBatches.OpenBatch;
import io.freshet.planner.domain.port.DatasetPort;
import io.freshet.planner.domain.port.EffectPort;
import io.freshet.planner.domain.port.ModelPort;
import io.freshet.planner.domain.port.TimePort;
import io.freshet.planner.domain.run.Runs;
import io.freshet.planner.domain.state.Effects;
import java.time.Instant;

/** What the workflow hears of datasets: begins and ends subscriptions, and lets go of what waits for their answers and batches. */
public final class DatasetSubscriptions {
    private final WorkflowRef workflow;
    private final DatasetMetadata datasets;
    private final Effects effects;
    private final Instant now;
    private final Runs runs;

    public <P extends ModelPort & DatasetPort & EffectPort & TimePort> DatasetSubscriptions(P ports, Runs runs) {
        this.workflow = ports.model().ref();
        this.datasets = ports.datasets();
        this.effects = ports.effects();
        this.now = ports.now();
        this.runs = runs;
    }

    /** Asks the catalogue for all there is of a dataset, on behalf of a run, which stays open until the answer has come. */
    void subscribe(DatasetRef dataset, String run, Cause cause) {
        close(dataset);
        endReplays(dataset);
        datasets.subscriptions().await(dataset, run);
        runs.retain(run);
        effects.emit(new Subscribed(dataset, workflow, cause, now));
    }

    void unsubscribe(DatasetRef dataset) {
        endReplays(dataset);
        effects.emit(new Unsubscribed(dataset, workflow, now));
    }

    /** Whether changes are the answer to the subscription that is waited for. */
    boolean isAnswer(PartitionsChanged changed) {
        return changed.snapshot()
                && runs.idOf(changed.cause()).equals(datasets.subscriptions().awaitingRun(changed.dataset()));
    }

    /** Whether changes were sent for an earlier subscription, since given up; the answer to the present one has all of them. */
    boolean isOutdated(PartitionsChanged changed) {
        return datasets.subscriptions().awaitingRun(changed.dataset()) != null && !isAnswer(changed);
    }

    /** The dataset is no longer waited for, because it was heard of or is not wanted any more. */
    void close(DatasetRef dataset) {
        String run = datasets.subscriptions().awaitingRun(dataset);
        if (run != null) {
            datasets.subscriptions().answered(dataset);
            runs.release(run);
        }
    }

    /** The answer has come; with the last that a deployment waits for, what it holds may go. */
    void answered(DatasetRef dataset) {
        close(dataset);
        if (!datasets.subscriptions().isAwaitingAny()) {
            datasets.holdReleases().begin(Holds.DEPLOYMENT);
        }
    }

    /** What the deployment holds may go as soon as all that it waits for has been heard. */
    void releaseWhenAnswered() {
        if (datasets.subscriptions().isAwaitingAny()) {
            datasets.holdReleases().end(Holds.DEPLOYMENT);
        } else {
            datasets.holdReleases().begin(Holds.DEPLOYMENT);
        }
    }

    /** What a batch of the dataset holds may go; nothing more of it comes. */
    void closeBatch(DatasetRef dataset) {
        OpenBatch batch = datasets.openBatches().find(dataset);
        if (batch != null) {
            datasets.openBatches().close(dataset);
            datasets.holdReleases().begin(batch.scope());
            runs.release(batch.run());
        }
    }

    /** No replay of the dataset is waited for any more: what is heard of it anew has all that one could say. */
    private void endReplays(DatasetRef dataset) {
        for (String run : datasets.openReplays().runs(dataset)) {
            datasets.openReplays().close(dataset, run);
            runs.release(run);
        }
    }

    /** The catalogue need not report a dataset any more that the workflow makes. */
    void endAdoption(DatasetRef dataset) {
        if (datasets.adoptions().isOpen(dataset)) {
            datasets.adoptions().end(dataset);
            close(dataset);
            unsubscribe(dataset);
        }
    }
}
