package io.freshet.scheduler.deployment;

import io.freshet.contracts.api.RunAccepted;
import io.freshet.contracts.api.RunOrder;
import io.freshet.contracts.event.RunRequest;
import io.freshet.contracts.event.WorkflowDefinition;
import io.freshet.contracts.id.InstanceRef;
import io.freshet.contracts.id.WorkflowRef;
import io.freshet.contracts.spec.WorkflowSpec;
import io.freshet.scheduler.domain.RunRequestCheck;
import io.freshet.scheduler.domain.RunRequests;
import io.freshet.scheduler.domain.RunSelection;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Asks for runs and cancels them. Asking again with one request id asks for the same run. Thread-safe. */
public final class Requests {
    private final DefinitionStore definitions;
    private final RequestStore requests;
    private final InstantSource clock;
    private final Supplier<String> ids;

    /**
     * @param ids draws ids of requests that come without one
     */
    public Requests(DefinitionStore definitions, RequestStore requests, InstantSource clock, Supplier<String> ids) {
        this.definitions = definitions;
        this.requests = requests;
        this.clock = clock;
        this.ids = ids;
    }

    /**
     * Asks for a run, whose id is known at once.
     *
     * @throws io.freshet.contracts.api.ProblemException if the workflow, or what the order names of it, does not exist, or the id was
     *     used for something else
     */
    public RunAccepted run(WorkflowRef workflow, RunOrder order, @Nullable String requestId, String user) {
        WorkflowSpec spec = deployed(workflow).spec();
        List<String> tasks = RunSelection.of(spec, order);
        List<String> errors = RunRequestCheck.of(spec, tasks, order.where(), order.params());
        if (!errors.isEmpty()) {
            throw Problems.invalidRunOrder(errors);
        }
        String id = requestId == null ? ids.get() : requestId;
        Instant now = clock.instant();
        String run = RunRequests.run(workflow, id);
        String content = "%s %s %s %s %s %s %s %s %s"
                .formatted(
                        workflow,
                        tasks,
                        new TreeMap<>(order.where()),
                        order.force(),
                        order.trial(),
                        new TreeMap<>(order.params()),
                        order.order(),
                        order.overlap(),
                        order.reason());
        RequestStore.Asked asked = new RequestStore.Asked(workflow, id, content, run, user, now);
        return switch (requests.ask(asked, RunRequests.evaluate(workflow, id, order, tasks, user, now))) {
            case ACCEPTED, REPEATED -> new RunAccepted(run, id);
            case CONTRADICTED -> throw Problems.contradicted(id);
        };
    }

    /** Stops what of a run has not finished; a run that nobody knows has nothing to stop. */
    public void cancel(WorkflowRef workflow, String run, String user) {
        deployed(workflow);
        requests.cancel(new RunRequest.Cancel(workflow, run, null, user, clock.instant()));
    }

    /** Lets a faulted workflow go on. */
    public void resume(WorkflowRef workflow, String user) {
        deployed(workflow);
        requests.resume(RunRequests.resume(workflow, ids.get(), user, clock.instant()));
    }

    /** Stops what one instance is doing. */
    public void cancel(InstanceRef instance, String user) {
        if (!deployed(instance.workflowRef()).spec().tasks().containsKey(instance.task())) {
            throw Problems.noTask(instance);
        }
        requests.cancel(new RunRequest.Cancel(instance.workflowRef(), null, instance, user, clock.instant()));
    }

    private WorkflowDefinition deployed(WorkflowRef workflow) {
        return definitions
                .current(workflow)
                .orElseThrow(() -> Problems.noWorkflow(workflow, definitions))
                .definition();
    }
}
