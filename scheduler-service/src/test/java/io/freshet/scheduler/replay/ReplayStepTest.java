package io.freshet.scheduler.replay;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import io.freshet.contracts.api.ReplayInfo;
import io.freshet.contracts.api.ReplayOrder;
import io.freshet.contracts.api.ReplayRun;
import io.freshet.contracts.data.Fingerprint;
import io.freshet.contracts.data.PartitionVersion;
import io.freshet.contracts.data.Sha256;
import io.freshet.contracts.event.Batch;
import io.freshet.contracts.event.Cause;
import io.freshet.contracts.event.Event;
import io.freshet.contracts.event.FileChanges;
import io.freshet.contracts.event.Firing;
import io.freshet.contracts.event.PartitionChange;
import io.freshet.contracts.event.PartitionsReplayed;
import io.freshet.contracts.event.PartitionsReplayed.Fact;
import io.freshet.contracts.event.RunRequest;
import io.freshet.contracts.event.WorkflowDefinition;
import io.freshet.contracts.id.DatasetRef;
import io.freshet.contracts.id.DerivedId;
import io.freshet.contracts.id.WorkflowRef;
import io.freshet.contracts.partition.PartitionKey;
import io.freshet.contracts.partition.PartitionSelection;
import io.freshet.contracts.spec.RunSettings;
import io.freshet.language.ParseResult;
import io.freshet.language.WorkflowParser;
import io.freshet.scheduler.Bundles;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What a step makes of records, and that its figures add up. */
class ReplayStepTest {
    private static final Instant AT = Instant.parse("2026-01-05T06:00:00Z");
    private static final Instant NOW = AT.plusSeconds(3_600);
    private static final DatasetRef EXTRACTS = new DatasetRef("prod", "extracts");
    private static final DatasetRef OTHER = new DatasetRef("prod", "other");
    private static final WorkflowRef CLAIMS = new WorkflowRef("prod", "claims");

    private final List<LogRecord> log = new ArrayList<>();

    /** Claims is deployed in prod and in test, and nothing else. */
    private final DeployedReaders deployed = new DeployedReaders() {
        @Override
        public Optional<WorkflowDefinition> workflow(WorkflowRef workflow) {
            return workflow.workflow().equals("claims") ? Optional.of(definition(workflow)) : Optional.empty();
        }

        @Override
        public List<WorkflowRef> readers(DatasetRef dataset) {
            WorkflowRef reader = new WorkflowRef(dataset.namespace(), "claims");
            return DeployedReaders.reads(definition(reader), dataset) ? List.of(reader) : List.of();
        }
    };

    @Test
    void lets_readers_look_again_at_the_last_that_was_said_of_each_partition() {
        changes(EXTRACTS, Map.of("a", "1"));
        changes(EXTRACTS, Map.of("b", "1"));
        log.add(new LogRecord(2, null));
        changes(OTHER, Map.of("x", "1"));
        changes(EXTRACTS, Map.of("a", "2"));

        ReplayStep step = step(order("file-changes", List.of(EXTRACTS), null));

        assertEquals(new ReplayInfo.Records(5, 3, 1, 1, 2), step.records());
        assertEquals(Set.of("prod/extracts"), step.subjects());
        PartitionsReplayed said = assertInstanceOf(
                PartitionsReplayed.class, step.published().getFirst().event());
        assertEquals(List.of(new Fact(key("b"), version("1"), 1), new Fact(key("a"), version("2"), 4)), said.facts());
        assertEquals(Cause.Kind.REPLAY, said.cause().kind());
        assertEquals(
                List.of(new ReplayRun(DerivedId.run(CLAIMS, said.cause().id()), CLAIMS, "prod/extracts")), step.runs());
        assertEquals(5, step.next());
    }

    @Test
    void only_lets_another_namespace_look() {
        changes(EXTRACTS, Map.of("a", "1"));

        ReplayStep step = step(order("file-changes", List.of(), "test"));

        PartitionsReplayed said = assertInstanceOf(
                PartitionsReplayed.class, step.published().getFirst().event());
        assertEquals(new DatasetRef("test", "extracts"), said.dataset());
        assertEquals(List.of(new Fact(key("a"), null, Fact.LOOK_ONLY)), said.facts());
        assertEquals(new WorkflowRef("test", "claims"), step.runs().getFirst().workflow());
    }

    @Test
    void ends_a_step_before_it_is_too_large_and_goes_on_there() {
        for (int record = 0; record < 30; record++) {
            int number = record;
            changes(
                    EXTRACTS,
                    IntStream.range(0, 1_000)
                            .mapToObj(i -> "p" + number + "-" + i)
                            .collect(Collectors.toMap(name -> name, _ -> "1")));
        }

        ReplayStep step = step(order("file-changes", List.of(), null));

        assertEquals(20, step.next());
        assertEquals(new ReplayInfo.Records(20, 20, 0, 0, 20_000), step.records());
        step.published()
                .forEach(each -> assertEquals(
                        true, ((PartitionsReplayed) each.event()).facts().size() <= FileChanges.MAX_CHANGES));
    }

    @Test
    void asks_again_for_what_was_asked_for_once_and_without_force() {
        request(CLAIMS, Map.of("date", "2026-01-05"), true, Cause.Kind.REQUESTED, null);
        request(CLAIMS, Map.of("date", "2026-01-05"), false, Cause.Kind.REQUESTED, null);
        request(CLAIMS, Map.of(), false, Cause.Kind.SCHEDULED, new Firing("daily", AT));
        request(CLAIMS, Map.of(), false, Cause.Kind.REPLAY, null);
        request(CLAIMS, Map.of("colour", "red"), false, Cause.Kind.REQUESTED, null);
        request(new WorkflowRef("prod", "gone"), Map.of(), false, Cause.Kind.REQUESTED, null);
        log.add(new LogRecord(log.size(), new RunRequest.Cancel(CLAIMS, "run", null, "alice", AT)));

        ReplayStep step = step(order("run-requests", List.of(), null));

        assertEquals(new ReplayInfo.Records(7, 3, 4, 0, 2), step.records());
        List<RunRequest.Evaluate> again = step.published().stream()
                .map(each -> (RunRequest.Evaluate) each.event())
                .toList();
        assertEquals(
                List.of(false, false),
                again.stream().map(request -> request.settings().force()).toList());
        assertEquals(Map.of("date", "2026-01-05"), again.getFirst().selection().where());
        assertEquals("daily", again.getLast().cause().firing().schedule(), "its environment says for which time it is");
        assertEquals(
                again.stream()
                        .map(request -> DerivedId.run(CLAIMS, request.cause().id()))
                        .toList(),
                step.runs().stream().map(ReplayRun::run).toList());
        assertEquals(step, step(order("run-requests", List.of(), null)), "the same step asks for the same");
    }

    private ReplayStep step(ReplayOrder order) {
        return TopicReplay.of(new Replay("r1", order, "alice", AT))
                .step(new ReplayLog.Chunk(log, log.size()), deployed, NOW);
    }

    private static ReplayOrder order(String topic, List<DatasetRef> datasets, String into) {
        return new ReplayOrder(topic, null, null, List.of(), datasets, List.of(), into, false, null);
    }

    private void changes(DatasetRef dataset, Map<String, String> contents) {
        List<PartitionChange> changes = contents.entrySet().stream()
                .map(content -> new PartitionChange(key(content.getKey()), null, version(content.getValue())))
                .toList();
        add(new FileChanges(
                dataset, "path", "**", cause(Cause.Kind.FILES_CHANGED, null), Batch.single("b"), changes, null, AT));
    }

    private void request(
            WorkflowRef workflow, Map<String, String> where, boolean force, Cause.Kind kind, Firing firing) {
        add(new RunRequest.Evaluate(
                workflow,
                cause(kind, firing),
                List.of(),
                PartitionSelection.where(where),
                force ? RunSettings.FORCED : RunSettings.USUAL,
                "bob",
                AT));
    }

    private void add(Event event) {
        log.add(new LogRecord(log.size(), event));
    }

    private Cause cause(Cause.Kind kind, Firing firing) {
        return new Cause("c" + log.size(), kind, AT, "as it was", firing);
    }

    private static WorkflowDefinition definition(WorkflowRef workflow) {
        ParseResult.Parsed parsed = assertInstanceOf(
                ParseResult.Parsed.class,
                WorkflowParser.parse("workflow.yaml", Bundles.workflow("claims", "extracts", "cleaned")));
        Fingerprint bundle = Sha256.of("bundle");
        return new WorkflowDefinition(
                workflow,
                1,
                bundle,
                parsed.spec(),
                Map.of(),
                Map.of(),
                "alice",
                new Cause("d", Cause.Kind.DEPLOYED, AT, "d"),
                AT);
    }

    private static PartitionKey key(String name) {
        return PartitionKey.of("n", name);
    }

    private static PartitionVersion version(String content) {
        return new PartitionVersion(Sha256.of(content), 1, content.length());
    }
}
