package io.freshet.planner.domain.attempt;

import io.freshet.contracts.event.AttemptReport;
import io.freshet.planner.domain.instance.Attempt;
import io.freshet.planner.domain.instance.Instance;
import io.freshet.planner.domain.instance.InstanceId;
import io.freshet.planner.domain.model.WorkflowModel;
import io.freshet.planner.domain.port.InstancePort;
import java.util.Optional;

/** Finds the attempt that a report is about, if its instance waits for it. */
public final class AwaitedAttempt {
    private AwaitedAttempt() {}

    public static Optional<FinishedAttempt> find(WorkflowModel model, InstancePort instances, AttemptReport report) {
        InstanceId id = InstanceId.of(report.instance());
        Instance instance = instances.instance(id);
        Attempt attempt = instance == null ? null : instance.attempt();
        if (instance == null
                || attempt == null
                || !instance.attemptId(report.instance(), attempt).equals(report.attempt())) {
            return Optional.empty();
        }
        return model.task(id.task())
                .map(task -> new FinishedAttempt(id, task, instance, attempt, report.attempt(), report.trace()));
    }
}
