package io.freshet.contracts.event;

import io.freshet.contracts.data.Fingerprint;
import io.freshet.contracts.data.PartitionVersion;
import io.freshet.contracts.id.DatasetRef;
import io.freshet.contracts.id.InstanceRef;
import io.freshet.contracts.id.WorkflowRef;
import io.freshet.contracts.json.EventJson;
import io.freshet.contracts.partition.PartitionKey;
import io.freshet.contracts.partition.PartitionSelection;
import io.freshet.contracts.partition.ValueRange;
import io.freshet.contracts.spec.BatchSpec;
import io.freshet.contracts.spec.CacheSpec;
import io.freshet.contracts.spec.CheckSpec;
import io.freshet.contracts.spec.FailureKind;
import io.freshet.contracts.spec.Overlap;
import io.freshet.contracts.spec.PartitionOrder;
import io.freshet.contracts.spec.PodTemplate;
import io.freshet.contracts.spec.ResourceSpec;
import io.freshet.contracts.spec.RunAsSpec;
import io.freshet.contracts.spec.RunSettings;
import io.freshet.contracts.spec.RunSpec;
import io.freshet.contracts.spec.WorkflowSpec;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** One event of each type, with every field filled. */
public final class EventSamples {
    private static final Instant AT = Instant.parse("2026-01-05T06:00:00.123456Z");
    private static final Instant EARLIER = Instant.parse("2026-01-05T05:59:58Z");
    private static final WorkflowRef WORKFLOW = new WorkflowRef("prod", "claims");
    private static final DatasetRef EXTRACTS = new DatasetRef("prod", "extracts");
    private static final DatasetRef CLEANED = new DatasetRef("prod", "cleaned");
    private static final PartitionKey PARTITION = PartitionKey.of("source", "St. Mary/ü", "date", "2026-01-05");
    private static final InstanceRef INSTANCE = new InstanceRef("prod", "claims", "clean", PARTITION);
    private static final String ATTEMPT = "clean-0123456789abcdef01234567";
    private static final String RUN = "aaaabbbbccccddddeeeeffff";
    private static final Cause CAUSE =
            new Cause("111122223333444455556666", Cause.Kind.FILES_CHANGED, EARLIER, "1 file of prod/extracts changed");
    private static final Cause FIRED = new Cause(
            "777788889999000011112222",
            Cause.Kind.SCHEDULED,
            AT,
            "schedule daily for " + EARLIER,
            new Firing("daily", EARLIER));
    private static final String TRACE = "a".repeat(32);
    private static final ProducedBy PRODUCED = new ProducedBy(INSTANCE, ATTEMPT, RUN, TRACE, EARLIER);
    private static final PartitionVersion OLD = new PartitionVersion(hash('0'), 1, 1_000);
    private static final PartitionVersion NEW = new PartitionVersion(hash('1'), 2, 2_345_678_901L);
    private static final List<PartitionChange> CHANGES = List.of(
            new PartitionChange(PARTITION, OLD, NEW),
            new PartitionChange(PartitionKey.of("source", "north", "date", "2026-01-05"), null, NEW),
            new PartitionChange(PartitionKey.of("source", "south", "date", "2026-01-05"), OLD, null));
    private static final Batch BATCH = new Batch("777788889999000011112222", 0, true);

    private EventSamples() {}

    /** The samples by their class. */
    public static Map<Class<? extends Event>, Event> all() {
        return Stream.of(
                        new FileChanges(
                                EXTRACTS,
                                "landing/extracts",
                                "{source}/{date:yyyy-MM-dd}/*.csv",
                                CAUSE,
                                BATCH,
                                CHANGES,
                                PRODUCED,
                                AT),
                        new DatasetProblems(
                                EXTRACTS,
                                List.of(new DatasetProblems.FileProblem(
                                        DatasetProblems.Kind.OUTSIDE_LAYOUT,
                                        2,
                                        List.of(new DatasetProblems.Example("north/a.CSV", "it does not fit")))),
                                "111122223333444455556666",
                                AT),
                        new DeletionsConfirmed(EXTRACTS, "111122223333444455556666", "alice", AT),
                        new WorkflowDefinition(
                                WORKFLOW,
                                3,
                                hash('2'),
                                spec(),
                                Map.of("clean", hash('3')),
                                Map.of("codes", "base"),
                                "alice",
                                CAUSE,
                                AT),
                        new PoolDefined("prod", "warehouse", 4, AT),
                        new RunRequest.Evaluate(
                                WORKFLOW,
                                FIRED,
                                List.of("clean"),
                                new PartitionSelection(
                                        Map.of("source", "north"),
                                        Map.of("date", List.of(new ValueRange("2026-01", "2026-03-15")))),
                                new RunSettings(
                                        true,
                                        true,
                                        Map.of("currency", "EUR"),
                                        PartitionOrder.OLDEST_FIRST,
                                        Overlap.LAST_ONLY),
                                new RunRequest.Limits(4, -1),
                                "alice",
                                AT),
                        new RunRequest.Cancel(WORKFLOW, RUN, INSTANCE, "alice", AT),
                        new RunRequest.Resume(WORKFLOW, CAUSE, "alice", AT),
                        new CatalogSubscription.Subscribed(EXTRACTS, WORKFLOW, CAUSE, AT),
                        new CatalogSubscription.Unsubscribed(EXTRACTS, WORKFLOW, AT),
                        new DatasetRemovalRequested(
                                EXTRACTS, "landing/extracts", "{source}/*.csv", 7, CAUSE, "alice", AT),
                        new PartitionsReplayed(
                                EXTRACTS,
                                "5f2c9d0e7a1b4c3d8e6f0a12",
                                CAUSE,
                                false,
                                CHANGES.stream()
                                        .map(change ->
                                                new PartitionsReplayed.Fact(change.partition(), change.after(), 41))
                                        .toList(),
                                AT),
                        new PartitionsChanged(WORKFLOW, EXTRACTS, true, CAUSE, BATCH, CHANGES, AT),
                        new ReadyCommand.TaskReady(
                                ATTEMPT,
                                1,
                                List.of(RUN),
                                "warehouse",
                                10,
                                "2026-01-05",
                                AT,
                                List.of(new ConcurrencyLimit("clean", null, 8), new ConcurrencyLimit(null, "north", 2)),
                                4,
                                Reason.INPUT_CHANGED,
                                work(),
                                AT),
                        new ReadyCommand.TaskWithdrawn(INSTANCE, ATTEMPT, RUN, Reason.SUPERSEDED, AT),
                        new InputList.ChunkListed(
                                WORKFLOW,
                                new PartitionChunk(List.of(new AttemptSpec.InputPartition(PARTITION, hash('1')))),
                                AT),
                        new InputList.IndexListed(
                                WORKFLOW, new PartitionIndex(List.of(new PartitionIndex.ChunkRef(hash('2'), 512))), AT),
                        new LaunchCommand.LaunchAttempt(ATTEMPT, 1, List.of(RUN), work(), AT),
                        new LaunchCommand.CancelAttempt(INSTANCE, ATTEMPT, RUN, Reason.CANCEL_REQUESTED, AT),
                        new TaskEvent.StateChanged(
                                INSTANCE,
                                InstanceState.WAITING,
                                Reason.MISSING_INPUT,
                                "waits for codes",
                                RUN,
                                ATTEMPT,
                                List.of(INSTANCE),
                                List.of("codes/"),
                                hash('4'),
                                List.of(CAUSE.id()),
                                AT),
                        TaskEvent.StatesChanged.of(
                                WORKFLOW, List.of(change(InstanceState.READY), change(InstanceState.SUCCEEDED)), AT),
                        started(),
                        new TaskEvent.AttemptsStarted(WORKFLOW, List.of(started()), AT),
                        new TaskEvent.RunForecast(
                                WORKFLOW,
                                RUN,
                                CAUSE,
                                List.of(new TaskEvent.RunForecast.TaskForecast(
                                        "clean", 1, 2, 3, 4, 5, List.of(INSTANCE))),
                                true,
                                AT),
                        new TaskEvent.RunStarted(WORKFLOW, RUN, CAUSE, 3, 7, AT),
                        new TaskEvent.WorkflowFaulted(
                                WORKFLOW,
                                3,
                                TaskEvent.WorkflowFaulted.Code.RECORD_TOO_LARGE,
                                "an event of 9,437,184 bytes is larger than 8,388,608",
                                new SourceRecord("freshet.file-changes", 2, 4711),
                                AT),
                        new TaskEvent.WorkflowResumed(WORKFLOW, 3, "alice", AT),
                        new AttemptFinished(
                                INSTANCE,
                                ATTEMPT,
                                1,
                                RUN,
                                hash('4'),
                                new Outcome.Succeeded(
                                        List.of(new Outcome.OutputPartition(CLEANED, PARTITION, NEW)),
                                        Map.of("rows", "12", "dropped", "0"),
                                        "clean-fedcba987654321001234567"),
                                new Usage(1_500L, 50_000_000L, 321),
                                EARLIER,
                                TRACE,
                                AT),
                        new OutputsListed(
                                INSTANCE,
                                ATTEMPT,
                                RUN,
                                2,
                                List.of(new Outcome.OutputPartition(CLEANED, PARTITION, NEW)),
                                TRACE,
                                AT),
                        new SlotsReleased("prod", List.of(ATTEMPT), AT),
                        new PartitionPublished(CLEANED, PARTITION, NEW, PRODUCED, AT),
                        new PublicationFailed(CLEANED, PARTITION, NEW, "the directory cannot be written", PRODUCED, AT),
                        new RunFinished(
                                WORKFLOW,
                                RUN,
                                CAUSE,
                                RunFinished.State.SUCCEEDED,
                                new RunFinished.Summary(1, 2, 3, 4, 5, 6, 7, 8),
                                9_000,
                                List.of(new CriticalPathStep(INSTANCE, EARLIER, AT)),
                                7,
                                EARLIER,
                                AT),
                        new LogChunk(INSTANCE, ATTEMPT, RUN, 65_536, 6, "ümlaut", true, AT))
                .collect(Collectors.toMap(Event::getClass, Function.identity()));
    }

    /** A failure, of which there is no type of its own. */
    public static AttemptFinished failed() {
        Outcome outcome = new Outcome.Failed(FailureKind.EXIT, "the command ended with status 3", 3);
        return new AttemptFinished(
                INSTANCE, ATTEMPT, 1, RUN, hash('4'), outcome, new Usage(0L, 0L, 0), null, TRACE, AT);
    }

    private static AttemptSpec work() {
        return new AttemptSpec(
                INSTANCE,
                3,
                new RunSpec(
                        "registry/claims:1.4",
                        List.of("sh", "clean.sh"),
                        List.of("clean.sh"),
                        Map.of("MODE", "strict"),
                        new ResourceSpec("500m", "2Gi"),
                        new PodTemplate(Map.of("nodeSelector", Map.of("disk", "ssd")))),
                hash('3'),
                Map.of("currency", "USD"),
                List.of(new AttemptSpec.Input(
                        "landed",
                        EXTRACTS,
                        "landing/extracts",
                        true,
                        List.of(new AttemptSpec.InputPartition(PARTITION, hash('1'))))),
                List.of(new AttemptSpec.Output(
                        CLEANED,
                        "cleaned",
                        "{source}/{date:yyyy-MM-dd}/*.csv",
                        List.of(
                                new CheckSpec.RowCount(1L, 1_000L),
                                new CheckSpec.Unique(List.of("claim_id")),
                                new CheckSpec.NotNull(List.of("amount"))))),
                hash('4'),
                hash('5'),
                new RunAsSpec("etl", "claims-clean", 2001, 3000, List.of(30_000)),
                new CacheSpec.Ttl(Duration.ofHours(1)),
                Duration.ofMinutes(10),
                new BatchSpec(50),
                "alice",
                new Firing("daily", EARLIER),
                new AttemptTrace(TRACE, EARLIER, "b".repeat(32), List.of("c".repeat(32))));
    }

    private static WorkflowSpec spec() {
        try (InputStream stream = EventSamples.class.getResourceAsStream("/spec/claims.json")) {
            return EventJson.mapper().readValue(stream, WorkflowSpec.class);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Fingerprint hash(char digit) {
        return Fingerprint.parse(String.valueOf(digit).repeat(64));
    }

    private static TaskEvent.AttemptStarted started() {
        return new TaskEvent.AttemptStarted(INSTANCE, ATTEMPT, 1, RUN, "process", "host-1", "4711", "claims-clean", AT);
    }

    private static TaskEvent.StateChanged change(InstanceState state) {
        return new TaskEvent.StateChanged(
                INSTANCE,
                state,
                Reason.INPUT_CHANGED,
                "Runs because an input changed",
                RUN,
                ATTEMPT,
                List.of(),
                List.of(),
                hash('4'),
                List.of(CAUSE.id()),
                AT);
    }
}
