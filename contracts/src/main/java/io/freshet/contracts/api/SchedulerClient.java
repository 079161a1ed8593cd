package io.freshet.contracts.api;

import com.fasterxml.jackson.core.type.TypeReference;
import io.freshet.contracts.id.DatasetRef;
import io.freshet.contracts.id.InstanceRef;
import io.freshet.contracts.id.WorkflowRef;
import io.freshet.contracts.json.EventJson;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpRequest;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Asks the scheduler: deploys, runs, cancels. Every method throws a {@link ProblemException} if the service refuses, and an
 * {@link IOException} if it cannot be reached. Thread-safe.
 */
public final class SchedulerClient implements AutoCloseable {
    /** Who asks; every request that changes something must have it. */
    static final String USER = "X-Freshet-User";

    private static final Duration PROMPT = Duration.ofSeconds(30);
    private static final Duration PATIENT = Duration.ofMinutes(5);

    private final String user;
    private final RestServer server;

    /** Of a service that asks its callers for no token. */
    public SchedulerClient(URI address, String user) {
        this(address, user, null);
    }

    /**
     * @param user on whose behalf is asked
     * @param token that the service asks its callers for; null: none
     */
    public SchedulerClient(URI address, String user, @Nullable String token) {
        this.user = user;
        this.server = RestServer.at(address, token);
    }

    /**
     * Deploys a bundle.
     *
     * @param zip the archive
     */
    public DeployedWorkflow deploy(String namespace, byte[] zip) throws IOException {
        return deploy(namespace, zip, false);
    }

    /**
     * Deploys a bundle, or only says what deploying it would do.
     *
     * @param zip the archive
     * @param dryRun whether to change nothing
     */
    public DeployedWorkflow deploy(String namespace, byte[] zip, boolean dryRun) throws IOException {
        return deploy(namespace, HttpRequest.BodyPublishers.ofByteArray(zip), dryRun);
    }

    /**
     * Deploys a bundle of any size, or only says what deploying it would do.
     *
     * @param zip a file with the archive, which is read while it is sent
     * @param dryRun whether to change nothing
     */
    public DeployedWorkflow deploy(String namespace, Path zip, boolean dryRun) throws IOException {
        return deploy(namespace, HttpRequest.BodyPublishers.ofFile(zip), dryRun);
    }

    private DeployedWorkflow deploy(String namespace, HttpRequest.BodyPublisher body, boolean dryRun)
            throws IOException {
        return deploy(namespace, "workflows", body, dryRun, new TypeReference<>() {});
    }

    private <T> T deploy(
            String namespace,
            String collection,
            HttpRequest.BodyPublisher body,
            boolean dryRun,
            TypeReference<T> answer)
            throws IOException {
        return namespaces(namespace, collection)
                .with("dryRun", dryRun ? true : null)
                .header(USER, user)
                .header("Content-Type", "application/zip")
                .send("POST", body, server, PATIENT, answer);
    }

    /**
     * Deploys several bundles of any size, all of them or none; or only says what deploying them would do.
     *
     * @param zip a file with an archive that has a directory for each, which is read while it is sent
     * @param dryRun whether to change nothing
     */
    public DeployedWorkflows deployTogether(String namespace, Path zip, boolean dryRun) throws IOException {
        return deploy(
                namespace, "deployments", HttpRequest.BodyPublishers.ofFile(zip), dryRun, new TypeReference<>() {});
    }

    /** All namespaces, by name. */
    public List<NamespaceInfo> namespaces() throws IOException {
        return all(() -> RestCall.to("api", "v1", "namespaces"), new TypeReference<>() {});
    }

    /** The deployed workflows of a namespace, by name. */
    public List<WorkflowInfo> workflows(String namespace) throws IOException {
        return all(() -> namespaces(namespace, "workflows"), new TypeReference<>() {});
    }

    /** A deployed workflow with its specification. */
    public WorkflowDetail workflow(WorkflowRef workflow) throws IOException {
        return namespaces(workflow.namespace(), "workflows", workflow.workflow())
                .get(server, PROMPT, new TypeReference<>() {});
    }

    /** Every version of a workflow that was ever deployed, newest first. */
    public List<WorkflowInfo> versions(WorkflowRef workflow) throws IOException {
        return all(
                () -> namespaces(workflow.namespace(), "workflows", workflow.workflow(), "versions"),
                new TypeReference<>() {});
    }

    /**
     * The bundle of a version, as a zip. To be closed.
     *
     * @param version null: the one that is deployed
     */
    public InputStream bundle(WorkflowRef workflow, @Nullable Integer version) throws IOException {
        return namespaces(workflow.namespace(), "workflows", workflow.workflow(), "bundle")
                .with("version", version)
                .open(server, PATIENT);
    }

    /** Removes a workflow; what it made stays. */
    public void remove(WorkflowRef workflow) throws IOException {
        json(
                "DELETE",
                namespaces(workflow.namespace(), "workflows", workflow.workflow()),
                null,
                new TypeReference<Map<String, Object>>() {});
    }

    /** Evaluates everything now. */
    public RunAccepted run(WorkflowRef workflow) throws IOException {
        return run(workflow, RunOrder.EVERYTHING);
    }

    public RunAccepted run(WorkflowRef workflow, RunOrder order) throws IOException {
        return run(workflow, order, null);
    }

    /**
     * Evaluates what the order names now.
     *
     * @param requestId asking again with the same one asks for the same run, so that a call whose answer was lost can be repeated;
     *     null: the service draws one
     */
    public RunAccepted run(WorkflowRef workflow, RunOrder order, @Nullable String requestId) throws IOException {
        return ask(namespaces(workflow.namespace(), "workflows", workflow.workflow(), "runs"), order, requestId);
    }

    /**
     * Catches up on ranges of partitions.
     *
     * @param requestId as of {@link #run(WorkflowRef, RunOrder, String)}
     */
    public RunAccepted backfill(WorkflowRef workflow, BackfillOrder order, @Nullable String requestId)
            throws IOException {
        return ask(namespaces(workflow.namespace(), "workflows", workflow.workflow(), "backfills"), order, requestId);
    }

    /** How much of a run may be under way, as far as somebody has said so since it was asked for. */
    public RunLimit runLimit(WorkflowRef workflow, String run) throws IOException {
        return namespaces(workflow.namespace(), "workflows", workflow.workflow(), "runs", run, "limit")
                .get(server, PROMPT, new TypeReference<>() {});
    }

    /**
     * Changes how much of a run may be under way, and returns the limit as it is then.
     *
     * @param maxActive how many attempts at once; null: stays as it is
     * @param paused whether no further attempt begins; null: stays as it is
     */
    public RunLimit limitRun(WorkflowRef workflow, String run, @Nullable Integer maxActive, @Nullable Boolean paused)
            throws IOException {
        Map<String, Object> change = new LinkedHashMap<>();
        if (maxActive != null) {
            change.put("maxActive", maxActive);
        }
        if (paused != null) {
            change.put("paused", paused);
        }
        return json(
                "PUT",
                namespaces(workflow.namespace(), "workflows", workflow.workflow(), "runs", run, "limit"),
                change,
                new TypeReference<>() {});
    }

    /** Lets a faulted workflow go on; nothing happens if it is not faulted. */
    public void resume(WorkflowRef workflow) throws IOException {
        json(
                "POST",
                namespaces(workflow.namespace(), "workflows", workflow.workflow(), "resume"),
                null,
                new TypeReference<Map<String, Object>>() {});
    }

    /** Stops what of a run has not finished. */
    public void cancelRun(WorkflowRef workflow, String run) throws IOException {
        json(
                "POST",
                namespaces(workflow.namespace(), "workflows", workflow.workflow(), "runs", run, "cancel"),
                null,
                new TypeReference<Map<String, Object>>() {});
    }

    /** Stops what one instance is doing. */
    public void cancel(InstanceRef instance) throws IOException {
        json(
                "POST",
                RestCall.to("api", "v1", "instances", "cancel"),
                Map.of("instance", instance),
                new TypeReference<Map<String, Object>>() {});
    }

    /**
     * What has vanished from a watched dataset was deleted.
     *
     * @param confirmation which files, see {@link io.freshet.contracts.event.DatasetProblems#confirmation}
     */
    public void confirmDeletions(DatasetRef dataset, String confirmation) throws IOException {
        json(
                "POST",
                RestCall.to("api", "v1", "datasets", dataset.namespace(), dataset.dataset(), "confirm-deletions"),
                Map.of("confirmation", confirmation),
                new TypeReference<Map<String, Object>>() {});
    }

    /**
     * Removes what is left of a dataset that no deployed workflow produces or reads.
     *
     * @param dryRun whether to only say whether that would be refused
     */
    public void removeDataset(DatasetRef dataset, boolean dryRun) throws IOException {
        json(
                "DELETE",
                RestCall.to("api", "v1", "datasets", dataset.namespace(), dataset.dataset())
                        .with("dryRun", dryRun ? true : null),
                null,
                new TypeReference<Map<String, Object>>() {});
    }

    /** The pools that somebody defined, by name; others have the installation's default size. */
    public List<PoolInfo> pools(String namespace) throws IOException {
        return all(() -> namespaces(namespace, "pools"), new TypeReference<>() {});
    }

    /** Gives a pool this many slots. */
    public PoolInfo setPool(PoolInfo pool) throws IOException {
        return json(
                "PUT",
                namespaces(pool.namespace(), "pools", pool.pool()),
                Map.of("slots", pool.slots()),
                new TypeReference<>() {});
    }

    /** The schedules of a namespace, by workflow and name, each with its next nominal times. */
    public List<ScheduleInfo> schedules(String namespace) throws IOException {
        return all(() -> namespaces(namespace, "schedules"), new TypeReference<>() {});
    }

    /**
     * One schedule.
     *
     * @param next how many nominal times to come, 1 to 100
     */
    public ScheduleInfo schedule(WorkflowRef workflow, String schedule, int next) throws IOException {
        return schedules(workflow, schedule).with("next", next).get(server, PROMPT, new TypeReference<>() {});
    }

    /** From now on the schedule does not fire; nothing changes if it is paused. */
    public ScheduleInfo pauseSchedule(WorkflowRef workflow, String schedule) throws IOException {
        return json("POST", schedules(workflow, schedule, "pause"), null, new TypeReference<>() {});
    }

    /** The schedule fires at its next nominal time; what came while it was paused is not made up for. */
    public ScheduleInfo resumeSchedule(WorkflowRef workflow, String schedule) throws IOException {
        return json("POST", schedules(workflow, schedule, "resume"), null, new TypeReference<>() {});
    }

    /** The event triggers of a namespace, by workflow and name, each with what it was about last. */
    public List<TriggerInfo> triggers(String namespace) throws IOException {
        return all(() -> namespaces(namespace, "triggers"), new TypeReference<>() {});
    }

    /**
     * What events led to for a trigger, newest first.
     *
     * @param limit how many at the most, 1 to 1,000
     */
    public Page<TriggerEvent> triggerEvents(WorkflowRef workflow, String trigger, int limit) throws IOException {
        return namespaces(workflow.namespace(), "workflows", workflow.workflow(), "triggers", trigger, "events")
                .with("limit", limit)
                .get(server, PROMPT, new TypeReference<>() {});
    }

    /** Asks what waits, and for quotas. */
    public QueueClient queues() {
        return new QueueClient(server, user);
    }

    /** Looks after webhooks. */
    public WebhookClient webhooks() {
        return new WebhookClient(server, user);
    }

    /** Asks for replays. */
    public ReplayClient replays() {
        return new ReplayClient(server, user);
    }

    private static RestCall schedules(WorkflowRef workflow, String schedule, String... action) {
        List<String> segments = new ArrayList<>(List.of("workflows", workflow.workflow(), "schedules", schedule));
        segments.addAll(List.of(action));
        return namespaces(workflow.namespace(), segments.toArray(String[]::new));
    }

    @Override
    public void close() {
        server.close();
    }

    private RunAccepted ask(RestCall call, Object order, @Nullable String requestId) throws IOException {
        if (requestId != null) {
            call.header("Idempotency-Key", requestId);
        }
        return json("POST", call, order, new TypeReference<>() {});
    }

    private <T> T json(String method, RestCall call, @Nullable Object body, TypeReference<T> type) throws IOException {
        HttpRequest.BodyPublisher publisher = body == null
                ? HttpRequest.BodyPublishers.noBody()
                : HttpRequest.BodyPublishers.ofByteArray(EventJson.mapper().writeValueAsBytes(body));
        return call.header(USER, user)
                .header("Content-Type", "application/json")
                .send(method, publisher, server, PROMPT, type);
    }

    /** Every page of a list. */
    private <T> List<T> all(Supplier<RestCall> call, TypeReference<Page<T>> type) throws IOException {
        List<T> items = new ArrayList<>();
        String cursor = null;
        do {
            Page<T> page = call.get().with("cursor", cursor).get(server, PROMPT, type);
            items.addAll(page.items());
            cursor = page.next();
        } while (cursor != null);
        return items;
    }

    private static RestCall namespaces(String namespace, String... more) {
        String[] segments = new String[more.length + 4];
        segments[0] = "api";
        segments[1] = "v1";
        segments[2] = "namespaces";
        segments[3] = namespace;
        System.arraycopy(more, 0, segments, 4, more.length);
        return RestCall.to(segments);
    }
}
