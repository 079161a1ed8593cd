package io.freshet.planner.domain;

import io.freshet.contracts.event.AttemptReport;
import io.freshet.planner.domain.instance.InstanceId;
import java.util.Optional;

/** Finds the attempt that a report is about, if its instance waits for it. */
final class AwaitedAttempt {
    private AwaitedAttempt() {}

    static Optional<FinishedAttempt> find(WorkflowModel model, WorkflowTables tables, AttemptReport report) {
        InstanceId id = InstanceId.of(report.instance());
        Instance instance = tables.instance(id);
        Attempt attempt = instance == null ? null : instance.attempt();
        if (instance == null
                || attempt == null
                || !instance.attemptId(report.instance(), attempt).equals(report.attempt())) {
            return Optional.empty();
        }
        return model.task(id.task()).map(task -> new FinishedAttempt(id, task, instance, attempt, report.attempt()));
    }
}
