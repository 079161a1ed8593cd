package io.freshet.planner.domain;

import io.freshet.contracts.event.Event;
import io.freshet.contracts.event.WorkflowDefinition;
import io.freshet.contracts.id.WorkflowRef;
import io.freshet.planner.domain.command.Commands;
import io.freshet.planner.domain.command.Workspace;
import io.freshet.planner.domain.metadata.DeploymentMetadata;
import io.freshet.planner.domain.model.WorkflowModel;
import io.freshet.planner.domain.port.PlanningContext;
import io.freshet.planner.domain.state.DecisionBudget;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Keeps events for later while there is something to be finished before, and reads them again. */
final class DeferredInputs {
    /** Decides about an input at once. */
    interface Decider {
        /**
         * Decides.
         *
         * @param model the deployed version; null if there is none
         */
        void decide(@Nullable WorkflowModel model, PlannerInput.Deferrable input, Instant now);
    }

    private final DeployedWorkflows workflows;
    private final Decider decider;
    private final int atOnce;
    private @Nullable Event inHand;

    /**
     * @param atOnce how many events are read in one step
     */
    DeferredInputs(DeployedWorkflows workflows, Decider decider, int atOnce) {
        this.workflows = workflows;
        this.decider = decider;
        this.atOnce = atOnce;
    }

    /** The event that was kept for later and is being dealt with; after a failure, the one that failed. Null if it is none. */
    @Nullable
    Event inHand() {
        return inHand;
    }

    /** The decision about the event in hand failed, and has been undone. */
    void forgetInHand() {
        inHand = null;
    }

    /** Keeps an input for later if there is something to be finished before; false if there is not. */
    boolean defer(PlannerInput.Deferrable input, Instant now) {
        if (!workflows.isUnfinished(input.workflow())) {
            return false;
        }
        Optional<Workspace> busy = workflows
                .context(input.workflow(), now)
                .map(Workspace::new)
                .filter(workspace -> workspace.backlog.isOpen());
        busy.ifPresent(workspace -> workspace.backlog.inbox().add(input.event()));
        return busy.isPresent();
    }

    /** Deals with some of what was kept. */
    void read(WorkflowRef workflow, Instant now) {
        DecisionBudget budget = workflows.shareBudget();
        try {
            read(workflow, budget, now);
        } finally {
            workflows.endSharing();
        }
    }

    private void read(WorkflowRef workflow, DecisionBudget budget, Instant now) {
        for (int i = 0; i < atOnce && !budget.lookups().isSpent(); i++) {
            Commands commands = workflows.commands(workflow, now).orElse(null);
            Event event = commands == null || commands.backlog().agenda().isOpen()
                    ? null
                    : commands.backlog().inbox().first();
            if (commands == null || event == null) {
                return;
            }
            commands.backlog().inbox().removeFirst();
            inHand = event;
            read(commands, PlannerInput.Deferrable.of(event), now);
            inHand = null;
        }
    }

    private void read(Commands commands, PlannerInput.Deferrable input, Instant now) {
        PlanningContext context = commands.context();
        if (context.deployments().removal().isBegun()) {
            readAfterRemoval(commands, input, now);
        } else {
            workflows.track(commands);
            decider.decide(context.model(), input, now);
        }
    }

    /** Deals with what came while the workflow was removed: a definition that came after the removal begins anew. */
    private void readAfterRemoval(Commands commands, PlannerInput.Deferrable input, Instant now) {
        DeploymentMetadata deployments = commands.context().deployments();
        boolean counts = !deployments.removal().takeDiscarded();
        // One that is read again is none to begin with: what waits behind it would never be read.
        if (counts
                && input instanceof PlannerInput.Deployed(WorkflowDefinition definition)
                && definition.version() > deployments.versions().lastDeployed()) {
            workflows.remove(commands.context());
            decider.decide(null, input, now);
            return;
        }
        if (!(input instanceof PlannerInput.Deployed)) {
            decider.decide(null, input, now);
        }
        workflows.removeIfDone(commands);
    }
}
