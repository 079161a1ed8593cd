package io.freshet.planner.domain.deployment;

import io.freshet.planner.domain.metadata.PendingRemoval;
import io.freshet.planner.domain.metadata.QueueName;
import io.freshet.planner.domain.metadata.WorkflowVersions;
import io.freshet.planner.domain.model.WorkflowModel;
import io.freshet.planner.domain.port.DeploymentPort;
import io.freshet.planner.domain.port.ModelPort;
import io.freshet.planner.domain.run.Backlog;
import io.freshet.planner.domain.run.DeferredEdgeChanges;
import io.freshet.planner.domain.run.DeferredWork;
import io.freshet.planner.domain.state.Continuation;
import io.freshet.planner.domain.state.Rows;
import java.util.List;

/**
 * The workflow was removed. It stays until nothing of it is left, which takes steps; what comes for it meanwhile waits in its inbox, and
 * finds either nothing or, behind a new definition, that.
 */
public final class OnRemoved {
    private final WorkflowModel model;
    private final WorkflowVersions versions;
    private final PendingRemoval removal;
    private final Backlog backlog;
    private final DatasetSubscriptions subscriptions;

    public <P extends ModelPort & DeploymentPort> OnRemoved(
            P ports, Backlog backlog, DatasetSubscriptions subscriptions) {
        this.model = ports.model();
        this.versions = ports.deployments().versions();
        this.removal = ports.deployments().removal();
        this.backlog = backlog;
        this.subscriptions = subscriptions;
    }

    /**
     * Everything goes. What came before counts for nothing any more.
     *
     * @param version that was removed
     * @return false if a newer version is deployed, or kept for later, and nothing was done
     */
    public boolean apply(int version) {
        DeferredWork agenda = backlog.agenda();
        if (versions.newest() > version) {
            return false;
        }
        versions.deployed(versions.newest());
        removal.discard(backlog.inbox().size());
        if (agenda.isRemoving() || removal.isBegun()) {
            return true;
        }
        removal.begin();
        agenda.abandon();
        model.external().forEach(subscriptions::unsubscribe);
        model.produced().forEach(subscriptions::endAdoption);
        plan(agenda);
        return true;
    }

    private static void plan(DeferredWork agenda) {
        agenda.addRemoval(new Continuation.Removing("", List.of(), ""));
        agenda.addRemoval(new Continuation.Finishing(""));
        for (Rows rows : Rows.values()) {
            if (rows != Rows.CONTINUATIONS) {
                agenda.addRemoval(new Continuation.Clearing(rows, "", List.of(), ""));
            }
        }
        // Not its own.
        for (String rows : List.of(QueueName.WORK.rows(), QueueName.SPREAD.rows(), DeferredEdgeChanges.ROWS)) {
            agenda.addRemoval(new Continuation.Clearing(Rows.CONTINUATIONS, rows, List.of(), ""));
        }
    }
}
