package io.freshet.planner.domain;

import io.freshet.contracts.event.Event;
import io.freshet.contracts.id.WorkflowRef;
import io.freshet.planner.domain.command.Commands;
import io.freshet.planner.domain.model.StepLimits;
import io.freshet.planner.domain.model.WorkflowModel;
import io.freshet.planner.domain.port.PlanningContext;
import io.freshet.planner.domain.state.DecisionBudget;
import io.freshet.planner.domain.state.Tables;
import io.freshet.planner.domain.state.WorkflowTables;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The deployed workflows, and which of them have something left to do. */
final class DeployedWorkflows {
    private final Tables tables;
    private final StepLimits limits;
    private final Consumer<Event> events;
    private final WorkflowModels models;
    private final Set<WorkflowRef> unfinished;
    private @Nullable DecisionBudget shared;

    /**
     * @param unfinished the workflows that have something left over from before
     */
    DeployedWorkflows(Tables tables, StepLimits limits, Consumer<Event> events, Set<WorkflowRef> unfinished) {
        this.tables = tables;
        this.limits = limits;
        this.events = events;
        this.models = new WorkflowModels(tables);
        this.unfinished = new LinkedHashSet<>(unfinished);
    }

    WorkflowModels models() {
        return models;
    }

    PlanningContext context(WorkflowModel model, Instant now) {
        return PlanningContext.of(model, tables, shared == null ? DecisionBudget.of(limits) : shared, now, events);
    }

    /** From now on decisions have one budget together, until {@link #endSharing}. */
    DecisionBudget shareBudget() {
        shared = DecisionBudget.of(limits);
        return shared;
    }

    void endSharing() {
        shared = null;
    }

    /** What the deployed version can decide; empty if there is none. */
    Optional<Commands> commands(WorkflowRef workflow, Instant now) {
        return context(workflow, now).map(Commands::new);
    }

    /** Empty if no version is deployed. */
    Optional<PlanningContext> context(WorkflowRef workflow, Instant now) {
        return Optional.ofNullable(models.get(workflow)).map(model -> context(model, now));
    }

    /** The rows of a workflow, deployed or not. */
    WorkflowTables rows(WorkflowRef workflow) {
        return new WorkflowTables(tables, workflow);
    }

    /** The workflows that have something left to do, in the order in which they came to have it. */
    Set<WorkflowRef> unfinished() {
        return Set.copyOf(unfinished);
    }

    /** As {@link #unfinished()}, those of which something is true. */
    Set<WorkflowRef> unfinished(Predicate<WorkflowRef> condition) {
        return unfinished.stream().filter(condition).collect(Collectors.toCollection(LinkedHashSet::new));
    }

    boolean isUnfinished(WorkflowRef workflow) {
        return unfinished.contains(workflow);
    }

    void setUnfinished(WorkflowRef workflow, boolean isUnfinished) {
        if (isUnfinished) {
            unfinished.add(workflow);
        } else {
            unfinished.remove(workflow);
        }
    }

    /** Does what follows from a command, and some of what is left over from before. */
    void complete(Commands commands, int limit) {
        commands.progress().apply(limit);
        track(commands);
        removeIfDone(commands);
    }

    /** Remembers whether anything is left to do. */
    void track(Commands commands) {
        setUnfinished(commands.context().workflow(), commands.isWorkLeft());
    }

    /** Forgets a workflow that was removed, if nothing of it is left and nothing waits that may be for its successor. */
    void removeIfDone(Commands commands) {
        if (commands.context().deployments().removal().isBegun()
                && !commands.backlog().isOpen()) {
            remove(commands.context());
        }
    }

    /** Nothing is left of the removal of a workflow. */
    void remove(PlanningContext context) {
        context.deployments().removal().end();
        remove(context.workflow());
    }

    void remove(WorkflowRef workflow) {
        models.remove(workflow);
        unfinished.remove(workflow);
    }
}
