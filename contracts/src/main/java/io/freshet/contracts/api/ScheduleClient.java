package io.freshet.contracts.api;

import com.fasterxml.jackson.core.type.TypeReference;
import io.freshet.contracts.id.WorkflowRef;
import java.io.IOException;
import java.util.List;

/**
 * Looks after schedules. Every method throws a {@link ProblemException} if the service refuses,
 * and an {@link IOException} if it cannot be reached. Thread-safe; usable as long as the {@link SchedulerClient} that it comes from.
 */
public final class ScheduleClient {
    private final SchedulerCalls calls;

    ScheduleClient(SchedulerCalls calls) {
        this.calls = calls;
    }

    /** The schedules of a namespace, by workflow and name, each with its next nominal times. */
    public List<ScheduleInfo> list(String namespace) throws IOException {
        return calls.all(() -> SchedulerCalls.namespace(namespace, "schedules"), new TypeReference<>() {});
    }

    /**
     * One schedule.
     *
     * @param next how many nominal times to come, 1 to 100
     */
    public ScheduleInfo find(WorkflowRef workflow, String schedule, int next) throws IOException {
        return calls.get(
                SchedulerCalls.workflow(workflow, "schedules", schedule).with("next", next), new TypeReference<>() {});
    }

    /** From now on the schedule does not fire; nothing changes if it is paused. */
    public ScheduleInfo pause(WorkflowRef workflow, String schedule) throws IOException {
        return calls.send(
                "POST",
                SchedulerCalls.workflow(workflow, "schedules", schedule, "pause"),
                null,
                new TypeReference<>() {});
    }

    /** The schedule fires at its next nominal time; what came while it was paused is not made up for. */
    public ScheduleInfo resume(WorkflowRef workflow, String schedule) throws IOException {
        return calls.send(
                "POST",
                SchedulerCalls.workflow(workflow, "schedules", schedule, "resume"),
                null,
                new TypeReference<>() {});
    }
}
