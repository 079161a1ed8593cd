package io.freshet.planner.domain;

import io.freshet.contracts.event.TaskEvent.WorkflowResumed;
import io.freshet.contracts.id.WorkflowRef;
import io.freshet.planner.domain.state.Fault;
import io.freshet.planner.domain.table.Table;
import io.freshet.servicekit.decision.UnitOfWork;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The workflows that rest, and why: a row of each, and what is known of the rows. */
final class Faults {
    private final Table<Fault> rows;
    private final UnitOfWork work;
    private final Map<WorkflowRef, Fault> known = new HashMap<>();

    Faults(Table<Fault> rows, UnitOfWork work) {
        this.rows = rows;
        this.work = work;
        rows.scan("", (_, fault) -> {
            known.put(fault.workflow(), fault);
            return true;
        });
    }

    Map<WorkflowRef, Fault> known() {
        return Map.copyOf(known);
    }

    boolean isEmpty() {
        return known.isEmpty();
    }

    boolean contains(WorkflowRef workflow) {
        return known.containsKey(workflow);
    }

    @Nullable
    Fault get(WorkflowRef workflow) {
        return known.get(workflow);
    }

    /** What is known of the workflow is what the rows say once they are committed. */
    void remember(Fault fault) {
        known.put(fault.workflow(), fault);
    }

    void forget(WorkflowRef workflow) {
        known.remove(workflow);
    }

    /** Writes that a workflow rests. */
    void write(Fault fault) {
        rows.put(fault.workflow().toString(), fault);
        work.emit(fault.event());
    }

    /**
     * Writes that a workflow rests no longer.
     *
     * @param version that it has from now on
     * @param by who let it go on
     */
    void erase(WorkflowRef workflow, int version, String by, Instant now) {
        rows.delete(workflow.toString());
        work.emit(new WorkflowResumed(workflow, version, by, now));
    }
}
