package io.freshet.contracts.api;

import com.fasterxml.jackson.core.type.TypeReference;
import io.freshet.contracts.data.Fingerprint;
import io.freshet.contracts.event.DatasetProblems;
import io.freshet.contracts.event.Reason;
import io.freshet.contracts.event.SourceRecord;
import io.freshet.contracts.event.TaskEvent.RunForecast;
import io.freshet.contracts.id.DatasetRef;
import io.freshet.contracts.id.InstanceRef;
import io.freshet.contracts.id.WorkflowRef;
import io.freshet.contracts.partition.PartitionKey;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpRequest;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The audit service's REST API, typed. Every method throws {@link ProblemException} where the service refuses, and
 * {@link IOException} where it cannot be reached or answers nonsense. Thread-safe.
 */
public final class AuditClient implements AutoCloseable {
    private static final String API = "api";
    private static final String VERSION = "v1";
    /** For an answer that is not meant to wait for anything. */
    private static final Duration PROMPT = Duration.ofSeconds(30);

    /** A service that is there says something every few seconds. */
    private static final Duration SILENCE = Duration.ofSeconds(30);

    private final RestServer server;

    /** Of a service that asks its callers for no token. */
    public AuditClient(URI address) {
        this(address, null);
    }

    /**
     * @param address of the service, {@code http://host:port}
     * @param token that the service asks its callers for; null: none
     */
    public AuditClient(URI address, @Nullable String token) {
        this.server = RestServer.at(address, token);
    }

    /** Runs, newest first: by namespace, workflow, state ({@link RunState}), since. */
    public Page<RunInfo> runs(Filter filter) throws IOException {
        return get(listing(filter, "runs"), new TypeReference<>() {});
    }

    public RunInfo run(String run) throws IOException {
        return get(call("runs", run), new TypeReference<>() {});
    }

    /** What a trial said that a run would do, as soon as it has; empty when the time is over. */
    public Optional<RunForecast> awaitForecast(String run, Duration timeout) throws IOException {
        RestCall call = call("runs", run, "forecast").with("timeout", timeout);
        List<RunForecast> forecasts = call.get(server, PROMPT.plus(timeout), new TypeReference<>() {});
        return forecasts.stream().findFirst();
    }

    /** The run as soon as it has finished, or as it is when the time is over; also a run that nothing was heard of yet is awaited. */
    public RunInfo awaitRun(String run, Duration timeout) throws IOException {
        RestCall call = call("runs", run, "wait").with("timeout", timeout);
        return call.get(server, PROMPT.plus(timeout), new TypeReference<>() {});
    }

    /**
     * Instances in the order of their text: by namespace, workflow, task, partition, state; with a run those that the run reached, in
     * the state in which it left them.
     */
    public Page<InstanceInfo> instances(Filter filter) throws IOException {
        return get(listing(filter, "instances"), new TypeReference<>() {});
    }

    /** The same, of all runs, only those in their state for this reason. */
    public Page<InstanceInfo> instances(Filter filter, @Nullable Reason reason) throws IOException {
        return get(listing(filter, "instances").with("reason", reason), new TypeReference<>() {});
    }

    public InstanceDetail instance(InstanceRef instance) throws IOException {
        RestCall call = call("instances", instance.namespace(), instance.workflow(), instance.task());
        return get(call.with("partition", instance.partition()), new TypeReference<>() {});
    }

    /** Attempts, newest first: by namespace, workflow, task, run, state ({@link AttemptState}), since. */
    public Page<AttemptInfo> attempts(Filter filter) throws IOException {
        return get(listing(filter, "attempts"), new TypeReference<>() {});
    }

    /** The attempts of one instance, newest first. */
    public Page<AttemptInfo> attempts(InstanceRef instance, Filter filter) throws IOException {
        return get(listing(filter, "attempts").with("instance", instance), new TypeReference<>() {});
    }

    public AttemptDetail attempt(String attempt) throws IOException {
        return get(call("attempts", attempt), new TypeReference<>() {});
    }

    /**
     * The output of an attempt as it was printed, UTF-8. To be closed.
     *
     * @param offset of the first byte wanted
     * @param follow whether to go on until the log ends, as long as the service allows
     */
    public InputStream log(String attempt, long offset, boolean follow) throws IOException {
        return call("attempts", attempt, "log")
                .with("offset", offset)
                .with("follow", follow)
                .open(server, PROMPT);
    }

    /**
     * The last lines of an attempt's output, UTF-8. To be closed.
     *
     * @param lines how many, 1 to 10,000
     * @param follow whether to go on until the log ends, as long as the service allows
     */
    public InputStream lastLines(String attempt, int lines, boolean follow) throws IOException {
        return call("attempts", attempt, "log")
                .with("tail", lines)
                .with("follow", follow)
                .open(server, PROMPT);
    }

    /**
     * Datasets in the order of their names.
     *
     * @param namespace null: of all
     */
    public Page<DatasetInfo> datasets(@Nullable String namespace, Filter page) throws IOException {
        RestCall call = call("datasets").with("namespace", namespace);
        return get(paged(call, page), new TypeReference<>() {});
    }

    /** Partitions that exist, in the order of their keys; {@code filter.partition} is a prefix. */
    public Page<PartitionInfo> partitions(DatasetRef dataset, Filter filter) throws IOException {
        RestCall call = call("datasets", dataset.namespace(), dataset.dataset(), "partitions");
        return get(paged(call, filter).with("prefix", filter.partition()), new TypeReference<>() {});
    }

    /**
     * Orphaned datasets in the order of their names.
     *
     * @param namespace null: of all
     */
    public Page<OrphanInfo> orphans(@Nullable String namespace, Filter page) throws IOException {
        return get(paged(call("orphans"), page).with("namespace", namespace), new TypeReference<>() {});
    }

    /**
     * The events of the public topics, as they come. To be closed.
     *
     * @param after the id of the last event that was read; null: as {@code wanted} says
     * @param limit how long the service goes on once it has sent what is there; it may end sooner
     */
    public EventStream follow(WantedEvents wanted, @Nullable String after, Duration limit) throws IOException {
        RestCall call = call("events")
                .with("type", wanted.types().isEmpty() ? null : String.join(",", wanted.types()))
                .with("namespace", wanted.namespace())
                .with("workflow", wanted.workflow())
                .with("dataset", wanted.dataset())
                .with("since", wanted.since())
                .with("after", after)
                .with("timeout", limit);
        return new EventStream(call.stream(server, SILENCE));
    }

    /** An orphaned dataset; 404 if it is none. */
    public OrphanInfo orphan(DatasetRef dataset) throws IOException {
        return get(call("orphans", dataset.namespace(), dataset.dataset()), new TypeReference<>() {});
    }

    /** What keeps files of a watched dataset from being used, as its watcher last said. */
    public DatasetProblems problems(DatasetRef dataset) throws IOException {
        return get(call("datasets", dataset.namespace(), dataset.dataset(), "problems"), new TypeReference<>() {});
    }

    /**
     * The datasets with problems, by name.
     *
     * @param namespace null: of all
     */
    public Page<DatasetProblems> problems(@Nullable String namespace, Filter page) throws IOException {
        return get(paged(call("problems"), page).with("namespace", namespace), new TypeReference<>() {});
    }

    /** Every change of a partition, newest first. */
    public Page<VersionInfo> versions(DatasetRef dataset, PartitionKey partition, Filter page) throws IOException {
        RestCall call = call("datasets", dataset.namespace(), dataset.dataset(), "versions");
        return get(paged(call, page).with("partition", partition), new TypeReference<>() {});
    }

    /**
     * What a version was made of, or what was made of it.
     *
     * @param fingerprint null: the partition's present version
     * @param depth how many attempts away to look at the most, 1 to 50
     */
    public LineageGraph lineage(
            DatasetRef dataset,
            PartitionKey partition,
            @Nullable Fingerprint fingerprint,
            LineageGraph.Direction direction,
            int depth)
            throws IOException {
        RestCall call = call("lineage")
                .with("dataset", dataset)
                .with("partition", partition)
                .with("fingerprint", fingerprint)
                .with("direction", direction)
                .with("depth", depth);
        return get(call, new TypeReference<>() {});
    }

    public Explanation why(InstanceRef instance) throws IOException {
        return get(call("why").with("instance", instance), new TypeReference<>() {});
    }

    /**
     * Instances by task and state.
     *
     * @param namespace null: of all
     */
    public StatusSummary summary(@Nullable String namespace) throws IOException {
        return get(call("summary").with("namespace", namespace), new TypeReference<>() {});
    }

    /**
     * Whether the workflow is at rest; answers as soon as it is, or when the time is over. It knows what the log says: a file that no
     * watcher has seen yet, or a request that is on its way, is not in it.
     */
    public Settled awaitSettled(WorkflowRef workflow, Duration timeout) throws IOException {
        RestCall call = call("workflows", workflow.namespace(), workflow.workflow(), "settled");
        return call.with("timeout", timeout).get(server, PROMPT.plus(timeout), new TypeReference<>() {});
    }

    /**
     * Whether directories show all that the run's workflow had made when the run finished: as soon as they do, or as it is when the time is
     * over.
     */
    public PublicationStatus awaitPublication(String run, Duration timeout) throws IOException {
        RestCall call = call("runs", run, "publication");
        return call.with("timeout", timeout).get(server, PROMPT.plus(timeout), new TypeReference<>() {});
    }

    /** The same of all that a workflow has made by now. */
    public PublicationStatus awaitPublication(WorkflowRef workflow, Duration timeout) throws IOException {
        RestCall call = call("workflows", workflow.namespace(), workflow.workflow(), "publication");
        return call.with("timeout", timeout).get(server, PROMPT.plus(timeout), new TypeReference<>() {});
    }

    /** What is due, and was, the latest first: by namespace, workflow, state ({@link DeadlineInfo.State}). */
    public Page<DeadlineInfo> deadlines(Filter filter) throws IOException {
        return get(listing(filter, "deadlines"), new TypeReference<>() {});
    }

    /** The same of one dataset: by state. */
    public Page<DeadlineInfo> deadlines(DatasetRef dataset, Filter filter) throws IOException {
        RestCall call = call("datasets", dataset.namespace(), dataset.dataset(), "deadlines");
        return get(paged(call, filter).with("state", filter.state()), new TypeReference<>() {});
    }

    /** Alerts, newest first: by namespace, workflow, state ({@link AlertInfo.State}). */
    public Page<AlertInfo> alerts(Filter filter) throws IOException {
        return get(listing(filter, "alerts"), new TypeReference<>() {});
    }

    /** Messages about alerts, newest first: by namespace, workflow, state ({@link DeliveryInfo.State}). */
    public Page<DeliveryInfo> deliveries(Filter filter) throws IOException {
        return get(listing(filter, "deliveries"), new TypeReference<>() {});
    }

    public DeliveryInfo delivery(String delivery) throws IOException {
        return get(call("deliveries", delivery), new TypeReference<>() {});
    }

    /** Has each alert of a workflow send a message that says that messages arrive; returns the deliveries, none if it has no alert. */
    public List<DeliveryInfo> testAlerts(WorkflowRef workflow) throws IOException {
        RestCall call = call("workflows", workflow.namespace(), workflow.workflow(), "alerts", "test");
        return call.send("POST", HttpRequest.BodyPublishers.noBody(), server, PROMPT, new TypeReference<>() {});
    }

    /** Traces, newest first. */
    public Page<TraceInfo> traces(WantedTraces wanted, Filter page) throws IOException {
        RestCall call = paged(call("traces"), page)
                .with("run", wanted.run())
                .with("instance", wanted.instance())
                .with("dataset", wanted.dataset())
                .with("minDuration", wanted.minDuration())
                .with("error", wanted.error() ? "true" : null)
                .with("from", wanted.from())
                .with("to", wanted.to());
        return get(call, new TypeReference<>() {});
    }

    /** A trace with its spans, by the beginning of its id. */
    public TraceDetail trace(String trace) throws IOException {
        return get(call("traces", trace), new TypeReference<>() {});
    }

    /**
     * Rejected records, newest first: by namespace and workflow, where their topic's keys name one, and state ({@link DeadLetterInfo.State}).
     *
     * @param topic null: of all
     * @param reason what the reason contains, in any case; null: no matter
     */
    public Page<DeadLetterInfo> deadLetters(@Nullable String topic, @Nullable String reason, Filter filter)
            throws IOException {
        RestCall call = listing(filter, "dead-letters").with("topic", topic).with("reason", reason);
        return get(call, new TypeReference<>() {});
    }

    /** The rejected record that was at this place. */
    public DeadLetterInfo deadLetter(SourceRecord place) throws IOException {
        return get(call("dead-letters", place.toString()), new TypeReference<>() {});
    }

    public IngestStats stats() throws IOException {
        return get(call("stats"), new TypeReference<>() {});
    }

    @Override
    public void close() {
        server.close();
    }

    private <T> T get(RestCall call, TypeReference<T> type) throws IOException {
        return call.get(server, PROMPT, type);
    }

    private static RestCall call(String... segments) {
        String[] all = new String[segments.length + 2];
        all[0] = API;
        all[1] = VERSION;
        System.arraycopy(segments, 0, all, 2, segments.length);
        return RestCall.to(all);
    }

    private static RestCall listing(Filter filter, String list) {
        return paged(call(list), filter)
                .with("namespace", filter.namespace())
                .with("workflow", filter.workflow())
                .with("task", filter.task())
                .with("partition", filter.partition())
                .with("run", filter.run())
                .with("state", filter.state())
                .with("since", filter.since());
    }

    private static RestCall paged(RestCall call, Filter filter) {
        return call.with("limit", filter.limit()).with("cursor", filter.cursor());
    }
}
