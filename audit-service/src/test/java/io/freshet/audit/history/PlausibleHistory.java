package io.freshet.audit.history;

import io.freshet.contracts.data.Fingerprint;
import io.freshet.contracts.data.PartitionVersion;
import io.freshet.contracts.data.Sha256;
import io.freshet.contracts.event.AttemptFinished;
import io.freshet.contracts.event.AttemptSpec;
import io.freshet.contracts.event.Batch;
import io.freshet.contracts.event.Cause;
import io.freshet.contracts.event.FileChanges;
import io.freshet.contracts.event.InstanceState;
import io.freshet.contracts.event.Outcome;
import io.freshet.contracts.event.PartitionChange;
import io.freshet.contracts.event.PartitionPublished;
import io.freshet.contracts.event.ProducedBy;
import io.freshet.contracts.event.ReadyCommand.TaskReady;
import io.freshet.contracts.event.Reason;
import io.freshet.contracts.event.RunFinished;
import io.freshet.contracts.event.TaskEvent.AttemptStarted;
import io.freshet.contracts.event.Usage;
import io.freshet.contracts.id.DatasetRef;
import io.freshet.contracts.id.DerivedId;
import io.freshet.contracts.id.InstanceRef;
import io.freshet.contracts.id.WorkflowRef;
import io.freshet.contracts.partition.PartitionKey;
import io.freshet.contracts.spec.FailureKind;
import io.freshet.contracts.topic.Topics;
import io.freshet.testkit.spec.AttemptSpecBuilder;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * Writes what the services would tell of a small workflow: extracts per source and date are cleaned, and gathered per date. Each call
 * appends what one thing that happens leads to, in the order in which it would be written.
 */
public class PlausibleHistory extends HistoryEvents {
    /** The namespace, unless another one is given. */
    public static final String NAMESPACE = "prod";

    public static final WorkflowRef WORKFLOW = new WorkflowRef(NAMESPACE, "claims");
    public static final DatasetRef EXTRACTS = new DatasetRef(NAMESPACE, "extracts");
    public static final DatasetRef CLEANED = new DatasetRef(NAMESPACE, "cleaned");
    public static final DatasetRef DAILY = new DatasetRef(NAMESPACE, "daily");

    private final Map<String, Fingerprint> versions = new HashMap<>();
    private final Map<String, Long> evaluations = new HashMap<>();
    private final Instant start;

    public PlausibleHistory(Instant start) {
        this(start, NAMESPACE);
    }

    public PlausibleHistory(Instant start, String namespace) {
        super(start, namespace);
        this.start = start;
    }

    /** What comes after this history, which was written already. */
    public PlausibleHistory goingOn() {
        PlausibleHistory more = new PlausibleHistory(now(), namespace());
        more.versions.putAll(versions);
        more.evaluations.putAll(evaluations);
        more.continueRunsOf(this);
        return more;
    }

    /** So many random deliveries, some of which fail to be cleaned. */
    public static PlausibleHistory random(Instant start, long seed, int deliveries) {
        return random(NAMESPACE, start, seed, deliveries);
    }

    public static PlausibleHistory random(String namespace, Instant start, long seed, int deliveries) {
        Random random = new Random(seed);
        PlausibleHistory history = new PlausibleHistory(start, namespace);
        history.deployed(1);
        for (int i = 0; i < deliveries; i++) {
            PartitionKey partition =
                    extract(random.nextBoolean() ? "north" : "south", "2026-01-0" + (1 + random.nextInt(5)));
            if (random.nextInt(5) == 0) {
                history.failingDelivery(partition, "bad-" + i);
            } else {
                history.delivery(partition, "content-" + i);
            }
        }
        return history;
    }

    public static PartitionKey extract(String source, String date) {
        return PartitionKey.of("source", source, "date", date);
    }

    public static InstanceRef clean(PartitionKey partition) {
        return new InstanceRef(NAMESPACE, "claims", "clean", partition);
    }

    public static InstanceRef aggregate(String date) {
        return new InstanceRef(NAMESPACE, "claims", "aggregate", PartitionKey.of("date", date));
    }

    public Fingerprint version(DatasetRef dataset, PartitionKey partition) {
        return versions.get(dataset + "/" + partition);
    }

    /** An extract arrives, is cleaned and aggregated; the run ends well. Returns the run. */
    public String delivery(PartitionKey partition, String content) {
        Cause cause = arrived(partition, content);
        String run = begin(cause);
        InstanceRef clean = cleanOf(partition);
        String date = partition.value("date").orElseThrow();
        InstanceRef aggregate = aggregateOf(date);
        pending(aggregate, clean, run);
        String cleaning =
                attempt(clean, run, reason(clean), List.of(input("extracts", extracts(), true, List.of(partition))));
        succeed(clean, cleaning, run, cleaned(), partition, "clean of " + content);
        List<PartitionKey> gathered = List.of("north", "south").stream()
                .map(source -> extract(source, date))
                .filter(key -> version(cleaned(), key) != null)
                .toList();
        String aggregating =
                attempt(aggregate, run, reason(aggregate), List.of(input("cleaned", cleaned(), false, gathered)));
        succeed(
                aggregate,
                aggregating,
                run,
                daily(),
                PartitionKey.of("date", date),
                "daily of " + versions.get(cleaned() + "/" + partition) + gathered);
        end(run, cause, RunFinished.State.SUCCEEDED, new RunFinished.Summary(2, 0, 0, 0, 0, 0, 0, 0));
        return run;
    }

    /** An extract arrives and cannot be cleaned; the aggregate is blocked. Returns the run. */
    public String failingDelivery(PartitionKey partition, String content) {
        Cause cause = arrived(partition, content);
        String run = begin(cause);
        InstanceRef clean = cleanOf(partition);
        InstanceRef aggregate = aggregateOf(partition.value("date").orElseThrow());
        pending(aggregate, clean, run);
        String attempt =
                attempt(clean, run, reason(clean), List.of(input("extracts", extracts(), true, List.of(partition))));
        fail(clean, attempt, run);
        decide(aggregate, InstanceState.BLOCKED, Reason.UPSTREAM_FAILED, "clean failed", run, null, List.of(clean));
        end(run, cause, RunFinished.State.FAILED, new RunFinished.Summary(0, 0, 0, 0, 0, 1, 1, 0));
        return run;
    }

    /** An extract arrives and is cleaned, and the aggregate cannot be made. Returns the run. */
    public String failingAggregation(PartitionKey partition, String content) {
        Cause cause = arrived(partition, content);
        String run = begin(cause);
        InstanceRef clean = cleanOf(partition);
        InstanceRef aggregate = aggregateOf(partition.value("date").orElseThrow());
        pending(aggregate, clean, run);
        String cleaning =
                attempt(clean, run, reason(clean), List.of(input("extracts", extracts(), true, List.of(partition))));
        succeed(clean, cleaning, run, cleaned(), partition, "clean of " + content);
        String aggregating = attempt(
                aggregate, run, reason(aggregate), List.of(input("cleaned", cleaned(), false, List.of(partition))));
        fail(aggregate, aggregating, run);
        end(run, cause, RunFinished.State.FAILED, new RunFinished.Summary(1, 0, 0, 0, 0, 1, 0, 0));
        return run;
    }

    private void fail(InstanceRef instance, String attempt, String run) {
        String sentence = instance.task() + ".sh ended with status 3";
        tell(
                Topics.TASK_FINISHED,
                workflow().toString(),
                new AttemptFinished(
                        instance,
                        attempt,
                        1,
                        run,
                        Sha256.of(attempt),
                        new Outcome.Failed(FailureKind.EXIT, sentence, 3),
                        Usage.UNKNOWN,
                        now(),
                        traceId(run, instance),
                        tick()));
        decide(instance, InstanceState.FAILED, Reason.RETRIES_SPENT, sentence, run, attempt, List.of());
    }

    private void pending(InstanceRef instance, InstanceRef upstream, String run) {
        decide(
                instance,
                InstanceState.PENDING,
                Reason.UPSTREAM_PENDING,
                "waits for " + upstream,
                run,
                null,
                List.of(upstream));
    }

    /** Files of a watched partition change; what follows is up to the caller. */
    public Cause arrived(PartitionKey partition, String content) {
        return arrived(List.of(partition), content);
    }

    /** Files of watched partitions change at once. */
    public Cause arrived(List<PartitionKey> partitions, String content) {
        String id = DerivedId.of("arrival", namespace(), partitions.toString(), content, now().toString());
        Cause cause = new Cause(
                id, Cause.Kind.FILES_CHANGED, tick(), "%d file(s) of extracts changed".formatted(partitions.size()));
        changed(extracts(), "landing/extracts", partitions, content, cause, null);
        return cause;
    }

    /** An attempt becomes ready, is admitted, starts and prints something. Returns its id. */
    public String attempt(InstanceRef instance, String run, Reason reason, List<AttemptSpec.Input> inputs) {
        // Another history of the same instances has other attempts.
        long evaluation = evaluations.merge(instance.toString(), start.getEpochSecond(), (last, first) -> last + 1);
        String attempt = DerivedId.attempt(instance, evaluation, 1);
        tell(Topics.TASK_READY, instance.namespace(), ready(instance, run, reason, inputs, attempt));
        decide(instance, InstanceState.READY, reason, "input changed", run, attempt, List.of());
        decide(
                instance,
                InstanceState.ADMITTED,
                Reason.SLOT_FREE,
                "has a slot of pool default",
                run,
                attempt,
                List.of());
        tell(
                Topics.TASK_EVENTS,
                workflow().toString(),
                new AttemptStarted(instance, attempt, 1, run, "process", "host-1", "4711", "nobody", tick()));
        log(instance, attempt, run, 0, "begin\n", false);
        log(instance, attempt, run, 6, "end\n", true);
        return attempt;
    }

    /** An attempt has failed, and the next is not to begin before a time. Returns its id. */
    public String retry(InstanceRef instance, String run, Instant notBefore) {
        long evaluation = evaluations.getOrDefault(instance.toString(), start.getEpochSecond());
        String attempt = DerivedId.attempt(instance, evaluation, 2);
        TaskReady ready = ready(instance, run, Reason.RETRY, List.of(), attempt);
        tell(
                Topics.TASK_READY,
                instance.namespace(),
                new TaskReady(
                        attempt,
                        2,
                        List.of(run),
                        ready.pool(),
                        ready.priority(),
                        ready.orderKey(),
                        notBefore,
                        List.of(),
                        null,
                        Reason.RETRY,
                        ready.work(),
                        tick()));
        decide(instance, InstanceState.RETRYING, Reason.RETRY, "It failed.", run, attempt, List.of());
        return attempt;
    }

    public void succeed(
            InstanceRef instance,
            String attempt,
            String run,
            DatasetRef output,
            PartitionKey partition,
            String content) {
        published(accepted(instance, attempt, run, output, partition, content));
    }

    /** The attempt ends well, and its output is accepted. Returns what is said of it once its directory shows it. */
    public PartitionPublished accepted(
            InstanceRef instance,
            String attempt,
            String run,
            DatasetRef output,
            PartitionKey partition,
            String content) {
        PartitionVersion version = new PartitionVersion(Sha256.of(content), 1, content.length());
        finish(instance, attempt, run, output, partition, version);
        ProducedBy produced = new ProducedBy(instance, attempt, run, traceId(run, instance), now());
        Cause cause = new Cause(attempt, Cause.Kind.DATASET_CHANGED, now(), instance + " made a new version");
        changed(output, output.dataset(), List.of(partition), content, cause, produced);
        return new PartitionPublished(output, partition, version, produced, tick());
    }

    public void published(PartitionPublished event) {
        tell(Topics.PARTITION_PUBLISHED, event.dataset().toString(), event);
    }

    /** The attempt ends well, and its output is the version that was there. */
    public void succeedAsBefore(
            InstanceRef instance, String attempt, String run, DatasetRef output, PartitionKey partition) {
        finish(instance, attempt, run, output, partition, new PartitionVersion(version(output, partition), 1, 1));
    }

    private void finish(
            InstanceRef instance,
            String attempt,
            String run,
            DatasetRef output,
            PartitionKey partition,
            PartitionVersion version) {
        tell(
                Topics.TASK_FINISHED,
                workflow().toString(),
                new AttemptFinished(
                        instance,
                        attempt,
                        1,
                        run,
                        Sha256.of(attempt),
                        new Outcome.Succeeded(
                                List.of(new Outcome.OutputPartition(output, partition, version)),
                                Map.of("rows", "7"),
                                null),
                        new Usage(12L, 3_000_000L, 10),
                        now(),
                        traceId(run, instance),
                        tick()));
        decide(instance, InstanceState.SUCCEEDED, Reason.COMPLETED, "done", run, attempt, List.of());
    }

    public AttemptSpec.Input input(String name, DatasetRef dataset, boolean watched, List<PartitionKey> partitions) {
        return new AttemptSpec.Input(
                name,
                dataset,
                dataset.dataset(),
                watched,
                partitions.stream()
                        .map(partition -> new AttemptSpec.InputPartition(partition, version(dataset, partition)))
                        .toList());
    }

    public TaskReady ready(
            InstanceRef instance, String run, Reason reason, List<AttemptSpec.Input> inputs, String attempt) {
        AttemptSpec work = AttemptSpecBuilder.of(instance)
                .run(ClaimsWorkflow.run(instance.task()))
                .params(Map.of("currency", "USD"))
                .inputs(inputs)
                .actionKey(Sha256.of(attempt))
                .timeout(Duration.ofMinutes(10))
                .trace(trace(run, instance))
                .build();
        return new TaskReady(attempt, 1, List.of(run), "default", 0, "0", null, List.of(), null, reason, work, tick());
    }

    private Reason reason(InstanceRef instance) {
        return evaluations.containsKey(instance.toString()) ? Reason.INPUT_CHANGED : Reason.NEW;
    }

    private void changed(
            DatasetRef dataset,
            String path,
            List<PartitionKey> partitions,
            String content,
            Cause cause,
            ProducedBy produced) {
        Fingerprint after = Sha256.of(content);
        List<PartitionChange> changes = new ArrayList<>();
        for (PartitionKey partition : partitions) {
            Fingerprint before = versions.put(dataset + "/" + partition, after);
            changes.add(new PartitionChange(
                    partition,
                    before == null ? null : new PartitionVersion(before, 1, 1),
                    new PartitionVersion(after, 1, content.length())));
        }
        tell(
                Topics.FILE_CHANGES,
                dataset.toString(),
                new FileChanges(
                        dataset,
                        path,
                        "{source}/{date:yyyy-MM-dd}/*.csv",
                        cause,
                        Batch.single(cause.id()),
                        changes,
                        produced,
                        tick()));
    }
}
