package io.freshet.contracts.api;

import com.fasterxml.jackson.core.type.TypeReference;
import io.freshet.contracts.envelope.EventJson;
import io.freshet.contracts.id.InstanceRef;
import io.freshet.contracts.id.WorkflowRef;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Asks the scheduler: deploys, runs, cancels. Every method throws a {@link ProblemException} if the service refuses, and an
 * {@link IOException} if it cannot be reached. Thread-safe.
 */
public final class SchedulerClient implements AutoCloseable {
    private static final Duration PROMPT = Duration.ofSeconds(30);
    private static final Duration PATIENT = Duration.ofMinutes(5);

    private final URI address;
    private final String user;
    private final HttpClient http;

    /**
     * @param user on whose behalf is asked
     */
    public SchedulerClient(URI address, String user) {
        this.address = address;
        this.user = user;
        this.http = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(Duration.ofSeconds(10))
                .build();
    }

    /**
     * Deploys a bundle.
     *
     * @param zip the archive
     */
    public DeployedWorkflow deploy(String namespace, byte[] zip) throws IOException {
        HttpRequest.BodyPublisher body = HttpRequest.BodyPublishers.ofByteArray(zip);
        return namespaces(namespace, "workflows")
                .header("X-Freshet-User", user)
                .header("Content-Type", "application/zip")
                .send("POST", body, http, address, PATIENT, new TypeReference<>() {});
    }

    /** The deployed workflows of a namespace. */
    public List<WorkflowInfo> workflows(String namespace) throws IOException {
        return namespaces(namespace, "workflows").get(http, address, PROMPT, new TypeReference<>() {});
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
        return json(
                "POST",
                namespaces(workflow.namespace(), "workflows", workflow.workflow(), "runs"),
                order,
                new TypeReference<>() {});
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

    public List<PoolInfo> pools(String namespace) throws IOException {
        return namespaces(namespace, "pools").get(http, address, PROMPT, new TypeReference<>() {});
    }

    /** Gives a pool this many slots. */
    public PoolInfo setPool(PoolInfo pool) throws IOException {
        return json(
                "PUT",
                namespaces(pool.namespace(), "pools", pool.pool()),
                Map.of("slots", pool.slots()),
                new TypeReference<>() {});
    }

    @Override
    public void close() {
        http.close();
    }

    private <T> T json(String method, RestCall call, @Nullable Object body, TypeReference<T> type) throws IOException {
        HttpRequest.BodyPublisher publisher = body == null
                ? HttpRequest.BodyPublishers.noBody()
                : HttpRequest.BodyPublishers.ofByteArray(EventJson.mapper().writeValueAsBytes(body));
        return call.header("X-Freshet-User", user)
                .header("Content-Type", "application/json")
                .send(method, publisher, http, address, PROMPT, type);
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
