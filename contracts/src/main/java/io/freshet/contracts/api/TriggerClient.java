package io.freshet.contracts.api;

import com.fasterxml.jackson.core.type.TypeReference;
import io.freshet.contracts.id.WorkflowRef;
import java.io.IOException;
import java.util.List;

/**
 * Asks the scheduler for event triggers. Every method throws a {@link ProblemException} if the service refuses,
 * and an {@link IOException} if it cannot be reached. Thread-safe; usable as long as the {@link SchedulerClient} that it comes from.
 */
public final class TriggerClient {
    private final SchedulerCalls calls;

    TriggerClient(SchedulerCalls calls) {
        this.calls = calls;
    }

    /** The event triggers of a namespace, by workflow and name, each with what it was about last. */
    public List<TriggerInfo> list(String namespace) throws IOException {
        return calls.all(() -> SchedulerCalls.namespace(namespace, "triggers"), new TypeReference<>() {});
    }

    /**
     * What events led to for a trigger, newest first.
     *
     * @param limit how many at the most, 1 to 1,000
     */
    public Page<TriggerEvent> events(WorkflowRef workflow, String trigger, int limit) throws IOException {
        return calls.get(
                SchedulerCalls.workflow(workflow, "triggers", trigger, "events").with("limit", limit),
                new TypeReference<>() {});
    }
}
