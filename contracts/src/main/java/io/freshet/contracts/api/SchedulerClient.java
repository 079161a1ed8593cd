package io.freshet.contracts.api;

import com.fasterxml.jackson.core.type.TypeReference;
import io.freshet.contracts.id.WorkflowRef;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpRequest;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Asks the scheduler for namespaces and workflows, and deploys them; what else it can be asked for is in clients of their own, which use the same
 * connections. Every method throws a {@link ProblemException} if the service refuses, and an
 * {@link IOException} if it cannot be reached. Thread-safe.
 */
public final class SchedulerClient implements AutoCloseable {
    private static final Duration PATIENT = Duration.ofMinutes(5);

    private final RestServer server;
    private final SchedulerCalls calls;

    /** Of a service that asks its callers for no token. */
    public SchedulerClient(URI address, String user) {
        this(address, user, null);
    }

    /**
     * @param user on whose behalf is asked
     * @param token that the service asks its callers for; null: none
     */
    public SchedulerClient(URI address, String user, @Nullable String token) {
        this.server = RestServer.at(address, token);
        this.calls = new SchedulerCalls(server, user);
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
        return calls.byUser(SchedulerCalls.namespace(namespace, collection))
                .with("dryRun", dryRun ? true : null)
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
        return calls.all(() -> RestCall.to("api", "v1", "namespaces"), new TypeReference<>() {});
    }

    /** The deployed workflows of a namespace, by name. */
    public List<WorkflowInfo> workflows(String namespace) throws IOException {
        return calls.all(() -> SchedulerCalls.namespace(namespace, "workflows"), new TypeReference<>() {});
    }

    /** A deployed workflow with its specification. */
    public WorkflowDetail workflow(WorkflowRef workflow) throws IOException {
        return calls.get(SchedulerCalls.workflow(workflow), new TypeReference<>() {});
    }

    /** Every version of a workflow that was ever deployed, newest first. */
    public List<WorkflowInfo> versions(WorkflowRef workflow) throws IOException {
        return calls.all(() -> SchedulerCalls.workflow(workflow, "versions"), new TypeReference<>() {});
    }

    /**
     * The bundle of a version, as a zip. To be closed.
     *
     * @param version null: the one that is deployed
     */
    public InputStream bundle(WorkflowRef workflow, @Nullable Integer version) throws IOException {
        return SchedulerCalls.workflow(workflow, "bundle")
                .with("version", version)
                .open(server, PATIENT);
    }

    /** Removes a workflow; what it made stays. */
    public void remove(WorkflowRef workflow) throws IOException {
        calls.send("DELETE", SchedulerCalls.workflow(workflow), null);
    }

    /** Lets a faulted workflow go on; nothing happens if it is not faulted. */
    public void resume(WorkflowRef workflow) throws IOException {
        calls.send("POST", SchedulerCalls.workflow(workflow, "resume"), null);
    }

    /** Asks for runs, and stops them. */
    public RunClient runs() {
        return new RunClient(calls);
    }

    /** Asks for something to be done with datasets. */
    public DatasetClient datasets() {
        return new DatasetClient(calls);
    }

    /** Asks for pools, and sets how large they are. */
    public PoolClient pools() {
        return new PoolClient(calls);
    }

    /** Asks what waits, and for quotas. */
    public QueueClient queues() {
        return new QueueClient(calls);
    }

    /** Looks after schedules. */
    public ScheduleClient schedules() {
        return new ScheduleClient(calls);
    }

    /** Asks for event triggers. */
    public TriggerClient triggers() {
        return new TriggerClient(calls);
    }

    /** Retries and discards rejected records. */
    public DeadLetterClient deadLetters() {
        return new DeadLetterClient(calls);
    }

    /** Looks after webhooks. */
    public WebhookClient webhooks() {
        return new WebhookClient(calls);
    }

    /** Asks for replays. */
    public ReplayClient replays() {
        return new ReplayClient(calls);
    }

    @Override
    public void close() {
        server.close();
    }
}
