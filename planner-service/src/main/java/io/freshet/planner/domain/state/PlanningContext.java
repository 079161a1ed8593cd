package io.freshet.planner.domain.state;

import io.freshet.contracts.event.Event;
import io.freshet.contracts.id.InstanceRef;
import io.freshet.contracts.id.WorkflowRef;
import io.freshet.planner.domain.instance.InstanceId;
import io.freshet.planner.domain.metadata.WorkflowMetadata;
import io.freshet.planner.domain.model.ListBounds;
import io.freshet.planner.domain.model.StepLimits;
import io.freshet.planner.domain.model.WorkflowModel;
import java.time.Instant;
import java.util.function.Consumer;

/**
 * What a decision is about, and where its effects go: values and rows, no rules.
 *
 * @param model the deployed version
 * @param tables the rows of the workflow
 * @param budget how much it may do
 * @param now the time of the decision
 */
public record PlanningContext(
        WorkflowModel model, WorkflowTables tables, DecisionBudget budget, Instant now, Effects effects) {
    public static PlanningContext of(
            WorkflowModel model, Tables tables, StepLimits limits, Instant now, Consumer<Event> events) {
        return of(model, tables, DecisionBudget.of(limits), now, events);
    }

    /**
     * One of several decisions in a row.
     *
     * @param budget what they may do together
     */
    public static PlanningContext of(
            WorkflowModel model, Tables tables, DecisionBudget budget, Instant now, Consumer<Event> events) {
        return new PlanningContext(
                model,
                new WorkflowTables(tables, model.ref()),
                budget,
                now,
                new Effects(model.ref(), tables.timers(), events));
    }

    public WorkflowRef workflow() {
        return model.ref();
    }

    public WorkflowMetadata metadata() {
        return tables.metadata;
    }

    public StepLimits limits() {
        return budget.limits();
    }

    public WindowLookups lookups() {
        return budget.lookups();
    }

    /** How the partitions of gathers are listed. */
    public ListBounds lists() {
        return limits().lists();
    }

    public InstanceRef ref(InstanceId id) {
        return id.in(workflow());
    }

    public void emit(Event event) {
        effects.emit(event);
    }

    /** How many more instances may wait for their attempts; when it is none, the next attempt that ends makes room. */
    public int room() {
        return Math.max(0, limits().inFlight() - tables.inFlight());
    }

    /** How many more may that only backfills want: they leave half of the room to others. */
    public int roomOfBackfills() {
        return Math.max(0, Math.ceilDiv(limits().inFlight(), 2) - tables.inFlight());
    }
}
