package io.freshet.scheduler.deployment;

import io.freshet.contracts.api.BackfillOrder;
import io.freshet.contracts.api.RunAccepted;
import io.freshet.contracts.api.RunLimit;
import io.freshet.contracts.api.RunOrder;
import io.freshet.contracts.event.RunRequest;
import io.freshet.contracts.event.WorkflowDefinition;
import io.freshet.contracts.id.InstanceRef;
import io.freshet.contracts.id.WorkflowRef;
import io.freshet.contracts.spec.RunSettings;
import io.freshet.contracts.spec.WorkflowSpec;
import io.freshet.scheduler.domain.BackfillRanges;
import io.freshet.scheduler.domain.RunRequestCheck;
import io.freshet.scheduler.domain.RunRequests;
import io.freshet.scheduler.domain.RunSelection;
import java.time.InstantSource;
import java.util.List;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Asks for runs and cancels them. Asking again with one request id asks for the same run. Thread-safe. */
public final class Requests {
    private final DefinitionStore definitions;
    private final RequestStore requests;
    private final RunLimitStore limits;
    private final InstantSource clock;
    private final Supplier<String> ids;

    /**
     * @param ids draws ids of requests that come without one
     */
    public Requests(
            DefinitionStore definitions,
            RequestStore requests,
            RunLimitStore limits,
            InstantSource clock,
            Supplier<String> ids) {
        this.definitions = definitions;
        this.requests = requests;
        this.limits = limits;
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
        requireNone(
                RunRequestCheck.of(spec, tasks, order.where(), order.settings().params()));
        String id = requestId == null ? ids.get() : requestId;
        return ask(
                id,
                content(workflow, tasks, order),
                RunRequests.evaluate(workflow, id, order, tasks, user, clock.instant()));
    }

    /**
     * Asks for a backfill, as {@link #run}.
     *
     * @throws io.freshet.contracts.api.ProblemException as there, and if the ranges choose nothing that there is
     */
    public RunAccepted backfill(WorkflowRef workflow, BackfillOrder order, @Nullable String requestId, String user) {
        WorkflowSpec spec = deployed(workflow).spec();
        List<String> tasks = RunSelection.of(spec, order.run());
        requireNone(RunRequestCheck.of(
                spec, tasks, order.run().where(), order.run().settings().params()));
        BackfillRanges ranges = BackfillRanges.of(spec, tasks, order);
        requireNone(ranges.errors());
        String id = requestId == null ? ids.get() : requestId;
        String content = "backfill %s %s %s %s of %s"
                .formatted(
                        ranges.dimension(),
                        ranges.ranges(),
                        order.maxActive(),
                        order.priority(),
                        content(workflow, tasks, order.run()));
        RunRequest.Evaluate run = RunRequests.evaluate(workflow, id, order.run(), tasks, user, clock.instant());
        return ask(id, content, RunRequests.backfill(run, order, ranges));
    }

    private static void requireNone(List<String> errors) {
        if (!errors.isEmpty()) {
            throw Problems.invalidRunOrder(errors);
        }
    }

    /** What was asked for, so that the same is known when it comes again. */
    private static String content(WorkflowRef workflow, List<String> tasks, RunOrder order) {
        RunSettings settings = order.settings();
        return "%s %s %s %s %s %s %s %s %s"
                .formatted(
                        workflow,
                        tasks,
                        new TreeMap<>(order.where()),
                        settings.force(),
                        settings.trial(),
                        settings.params(),
                        settings.order(),
                        settings.overlap(),
                        order.reason());
    }

    private RunAccepted ask(String id, String content, RunRequest.Evaluate event) {
        String run = RunRequests.run(event.workflow(), id);
        RequestStore.Asked asked =
                new RequestStore.Asked(event.workflow(), id, content, run, event.requestedBy(), event.at());
        return switch (requests.ask(asked, event)) {
            case ACCEPTED, REPEATED -> new RunAccepted(run, id);
            case CONTRADICTED -> throw Problems.contradicted(id);
        };
    }

    /**
     * Changes how much of a run may be under way.
     *
     * @return the limit as it is then
     */
    public RunLimit limit(WorkflowRef workflow, String run, RunLimitStore.Change change, String user) {
        deployed(workflow);
        return limits.change(workflow.namespace(), run, change, user, clock.instant());
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

    /** How much of a run may be under way, as far as somebody has said so since it was asked for. */
    public RunLimit limit(WorkflowRef workflow, String run) {
        deployed(workflow);
        return limits.find(workflow.namespace(), run).orElse(new RunLimit(null, false));
    }

    private WorkflowDefinition deployed(WorkflowRef workflow) {
        return definitions
                .current(workflow)
                .orElseThrow(() -> Problems.noWorkflow(workflow, definitions))
                .definition();
    }
}
