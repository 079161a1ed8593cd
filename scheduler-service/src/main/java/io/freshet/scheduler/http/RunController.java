package io.freshet.scheduler.http;

import io.freshet.contracts.api.BackfillOrder;
import io.freshet.contracts.api.RunAccepted;
import io.freshet.contracts.api.RunLimit;
import io.freshet.contracts.api.RunOrder;
import io.freshet.contracts.error.ProblemCode;
import io.freshet.contracts.id.WorkflowRef;
import io.freshet.scheduler.deployment.Problems;
import io.freshet.scheduler.deployment.Requests;
import io.freshet.scheduler.deployment.RunLimitStore;
import io.freshet.scheduler.domain.BackfillRanges;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.annotation.Body;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Header;
import io.micronaut.http.annotation.Post;
import io.micronaut.http.annotation.Put;
import io.micronaut.http.annotation.Status;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Runs and cancels. What is accepted will be done; when, the history shows. */
@Controller("/api/v1")
@ExecuteOn(TaskExecutors.BLOCKING)
final class RunController {
    private static final int LONGEST_REASON = 500;
    private static final int MOST_NAMES = 1_000;

    /** What is to be changed of a run's limit; what is left out stays. */
    record LimitChange(
            @Nullable Integer maxActive, @Nullable Boolean paused) {}

    /** Names an instance. */
    record InstanceToCancel(@Nullable String instance) {}

    private final Requests requests;

    RunController(Requests requests) {
        this.requests = requests;
    }

    @Post("/namespaces/{namespace}/workflows/{name}/runs")
    @Status(HttpStatus.ACCEPTED)
    RunAccepted run(
            String namespace,
            String name,
            @Nullable @Header(User.HEADER) String user,
            @Nullable @Header("Idempotency-Key") String requestId,
            @Nullable @Body RunOrder order) {
        RunOrder wanted = order == null ? RunOrder.EVERYTHING : order;
        requireBounded(wanted);
        return requests.run(
                Parameters.workflow(namespace, name), wanted, Parameters.requestId(requestId), User.require(user));
    }

    @Post("/namespaces/{namespace}/workflows/{name}/backfills")
    @Status(HttpStatus.ACCEPTED)
    RunAccepted backfill(
            String namespace,
            String name,
            @Nullable @Header(User.HEADER) String user,
            @Nullable @Header("Idempotency-Key") String requestId,
            @Body BackfillOrder order) {
        requireBounded(order.run());
        return requests.backfill(
                Parameters.workflow(namespace, name), order, Parameters.requestId(requestId), User.require(user));
    }

    @Get("/namespaces/{namespace}/workflows/{name}/runs/{run}/limit")
    RunLimit limit(String namespace, String name, String run) {
        return requests.limit(Parameters.workflow(namespace, name), Parameters.run(run));
    }

    @Put("/namespaces/{namespace}/workflows/{name}/runs/{run}/limit")
    RunLimit limit(
            String namespace,
            String name,
            String run,
            @Body LimitChange change,
            @Nullable @Header(User.HEADER) String user) {
        Integer maxActive = change.maxActive();
        if (maxActive != null && (maxActive < 1 || maxActive > BackfillRanges.MOST_ACTIVE)) {
            throw Problems.badRequest(
                    ProblemCode.INVALID_SLOTS,
                    "maxActive must be 1 to %,d; to let nothing more begin, set paused."
                            .formatted(BackfillRanges.MOST_ACTIVE));
        }
        if (maxActive == null && change.paused() == null) {
            throw Problems.badRequest(
                    ProblemCode.BAD_REQUEST, "Give maxActive, paused or both, such as {\"paused\": true}.");
        }
        return requests.limit(
                Parameters.workflow(namespace, name),
                Parameters.run(run),
                new RunLimitStore.Change(maxActive, change.paused()),
                User.require(user));
    }

    private static void requireBounded(RunOrder wanted) {
        String reason = wanted.reason();
        if (wanted.tasks().size() + wanted.from().size() > MOST_NAMES
                || wanted.where().size() > MOST_NAMES
                || (reason != null && reason.length() > LONGEST_REASON)) {
            throw Problems.badRequest(
                    ProblemCode.RUN_ORDER_TOO_LARGE,
                    "At most %d tasks and dimensions, and %d characters of reason."
                            .formatted(MOST_NAMES, LONGEST_REASON));
        }
    }

    @Post(value = "/namespaces/{namespace}/workflows/{name}/runs/{run}/cancel", consumes = "*/*")
    @Status(HttpStatus.ACCEPTED)
    Map<String, String> cancelRun(
            String namespace, String name, String run, @Nullable @Header(User.HEADER) String user) {
        requests.cancel(Parameters.workflow(namespace, name), Parameters.run(run), User.require(user));
        return Map.of("run", run);
    }

    @Post(value = "/namespaces/{namespace}/workflows/{name}/resume", consumes = "*/*")
    @Status(HttpStatus.ACCEPTED)
    Map<String, Object> resume(String namespace, String name, @Nullable @Header(User.HEADER) String user) {
        WorkflowRef workflow = Parameters.workflow(namespace, name);
        requests.resume(workflow, User.require(user));
        return Map.of("workflow", workflow);
    }

    @Post("/instances/cancel")
    @Status(HttpStatus.ACCEPTED)
    Map<String, String> cancelInstance(@Body InstanceToCancel body, @Nullable @Header(User.HEADER) String user) {
        String instance = body.instance();
        if (instance == null) {
            throw Problems.badRequest(
                    ProblemCode.INVALID_INSTANCE,
                    "Name the instance: {\"instance\": \"namespace/workflow/task/...\"}.");
        }
        requests.cancel(Parameters.instance(instance), User.require(user));
        return Map.of("instance", instance);
    }
}
