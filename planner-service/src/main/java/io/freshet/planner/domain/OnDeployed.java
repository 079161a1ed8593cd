package io.freshet.planner.domain;

import io.freshet.contracts.event.RunRequest;
import io.freshet.planner.domain.command.Commands;
import io.freshet.planner.domain.metadata.WorkflowVersions;
import io.freshet.planner.domain.model.StepLimits;
import io.freshet.planner.domain.model.WorkflowModel;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A version was deployed, or a workflow goes on that rested. */
record OnDeployed(DeployedWorkflows workflows) {
    /**
     * Lets a version take over if it is newer.
     *
     * @param resume what lets the workflow go on after it rested; null if it did not
     */
    void apply(WorkflowModel model, RunRequest.@Nullable Resume resume, Instant now) {
        WorkflowModel before = workflows.models().get(model.ref());
        int version = model.definition().version();
        boolean isKnown = before != null && before.definition().version() >= version;
        WorkflowModel current = before != null && isKnown ? before : model;
        Commands commands = new Commands(workflows.context(current, now));
        WorkflowVersions versions = commands.context().deployments().versions();
        boolean wasRemoved = before == null && versions.lastDeployed() >= version;
        if (wasRemoved || (isKnown && resume == null)) {
            return;
        }
        if (!isKnown) {
            workflows.models().put(model);
            versions.deployed(version);
            commands.deployed(before).apply();
        }
        if (resume != null) {
            commands.resumed().apply(resume);
        }
        workflows.complete(commands, StepLimits.STEP);
    }
}
