package io.freshet.scheduler.schedule;

import io.freshet.contracts.id.WorkflowRef;
import io.freshet.scheduler.domain.Firings;

/** A schedule that was due, and what was done about it. */
public sealed interface FiredSchedule {
    WorkflowRef workflow();

    String name();

    /** Its firings are in the outbox; there may be none, if all were missed and are not made up for. */
    record Fired(WorkflowRef workflow, String name, Firings.Decision decision) implements FiredSchedule {}

    /** It cannot be fired, and is tried again after a while. */
    record Failed(WorkflowRef workflow, String name, RuntimeException reason) implements FiredSchedule {}
}
