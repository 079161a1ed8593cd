package io.freshet.planner.domain;

import io.freshet.contracts.event.CatalogSubscription.Unsubscribed;
import io.freshet.contracts.event.WorkflowDefinition;
import io.freshet.contracts.id.WorkflowRef;
import io.freshet.planner.domain.command.Commands;
import io.freshet.planner.domain.model.UnplannableException;
import io.freshet.planner.domain.state.BoundExceededException;
import io.freshet.servicekit.decision.UnitOfWork;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The workflows all of whose rows are deleted, in steps, because they were removed and cannot be taken away as others are; see {@link Purge}.
 */
final class Purges {
    private final DeployedWorkflows workflows;
    private final Isolation isolation;
    private final UnitOfWork work;
    private final Set<WorkflowRef> purging;

    Purges(DeployedWorkflows workflows, Isolation isolation, UnitOfWork work) {
        this.workflows = workflows;
        this.isolation = isolation;
        this.work = work;
        this.purging = workflows.unfinished(workflow -> purgeOf(workflow).isBegun());
    }

    boolean contains(WorkflowRef workflow) {
        return purging.contains(workflow);
    }

    /** Begins to delete all that there is of a workflow. */
    void begin(WorkflowRef workflow, Instant now) {
        // If what it reads cannot be read, what the catalogue goes on to report does nothing.
        var _ = isolation.attempt(workflow, () -> unsubscribe(workflow, now));
        purgeOf(workflow).begin();
        workflows.setUnfinished(workflow, true);
        purging.add(workflow);
    }

    private void unsubscribe(WorkflowRef workflow, Instant now) {
        workflows
                .context(workflow, now)
                .ifPresent(context -> context.model()
                        .external()
                        .forEach(dataset -> context.effects().emit(new Unsubscribed(dataset, workflow, now))));
    }

    /**
     * Deletes some more rows.
     *
     * @return the version that is to be deployed now that all is gone; empty if something is left, or there is none
     */
    Optional<WorkflowDefinition> step(WorkflowRef workflow, int limit, Instant now) {
        boolean[] more = {true};
        isolation.insist(
                workflow,
                () -> more[0] = reportingStep(workflow, limit, now),
                () -> more[0] = purgeOf(workflow).step(limit, null));
        work.commit();
        return more[0] ? Optional.empty() : end(workflow);
    }

    /** Deletes some more rows, and reports the end of instances and runs, for which they have to be read. */
    private boolean reportingStep(WorkflowRef workflow, int limit, Instant now) {
        Commands commands = workflows.commands(workflow, now).orElse(null);
        if (commands == null) {
            return purgeOf(workflow).step(limit, null);
        }
        Purge.Farewell farewell = new Purge.Farewell(commands.instanceRemoval(), commands.runs());
        return new Purge(commands.context().tables()).step(limit, farewell);
    }

    /** All rows are deleted but for which versions there were: none of them may come again. */
    private Optional<WorkflowDefinition> end(WorkflowRef workflow) {
        @Nullable WorkflowDefinition[] next = {null};
        isolation.insist(workflow, () -> next[0] = purgeOf(workflow).kept(), () -> next[0] = null);
        purgeOf(workflow).end();
        workflows.remove(workflow);
        work.commit();
        purging.remove(workflow);
        return Optional.ofNullable(next[0]);
    }

    /** A version is to be deployed when all is gone. */
    void keep(WorkflowDefinition definition) {
        WorkflowModels.plannable(definition);
        Purge purge = purgeOf(definition.workflow());
        try {
            isolation.insist(definition.workflow(), () -> purge.keep(definition), () -> purge.replace(definition));
        } catch (BoundExceededException e) {
            throw new UnplannableException(new IllegalArgumentException(e.getMessage(), e));
        }
        work.commit();
    }

    /** A version was removed; if it is the one to be deployed when all is gone, or a newer one, none is. */
    void drop(WorkflowRef workflow, int version) {
        Purge purge = purgeOf(workflow);
        isolation.insist(workflow, () -> purge.drop(version), purge::dropAny);
        work.commit();
    }

    private Purge purgeOf(WorkflowRef workflow) {
        return new Purge(workflows.rows(workflow));
    }
}
