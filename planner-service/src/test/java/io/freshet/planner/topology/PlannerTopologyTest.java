package io.freshet.planner.topology;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.freshet.contracts.data.PartitionVersion;
import io.freshet.contracts.data.Sha256;
import io.freshet.contracts.envelope.RemovedVersion;
import io.freshet.contracts.event.AttemptFinished;
import io.freshet.contracts.event.Batch;
import io.freshet.contracts.event.Cause;
import io.freshet.contracts.event.DatasetRemovalRequested;
import io.freshet.contracts.event.Event;
import io.freshet.contracts.event.FileChanges;
import io.freshet.contracts.event.InstanceState;
import io.freshet.contracts.event.Outcome;
import io.freshet.contracts.event.PartitionChange;
import io.freshet.contracts.event.ProducedBy;
import io.freshet.contracts.event.ReadyCommand.TaskReady;
import io.freshet.contracts.event.RunFinished;
import io.freshet.contracts.event.RunRequest;
import io.freshet.contracts.event.TaskEvent.StateChanged;
import io.freshet.contracts.event.TaskEvent.WorkflowFaulted;
import io.freshet.contracts.event.WorkflowDefinition;
import io.freshet.contracts.id.DatasetRef;
import io.freshet.contracts.id.WorkflowRef;
import io.freshet.contracts.partition.PartitionKey;
import io.freshet.contracts.topic.RecordLimits;
import io.freshet.contracts.topic.Topics;
import io.freshet.planner.PlannerFixtures;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.streams.TestInputTopic;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.test.TestRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PlannerTopologyTest {
    private static final Instant NOW = PlannerFixtures.NOW;

    @TempDir
    Path directory;

    private final WorkflowRef workflow = new WorkflowRef("prod", "claims");
    private final CountingListener listener = new CountingListener();
    private PlannerDriver driver;

    @BeforeEach
    void start() {
        start(new KeyPartitioning(1));
    }

    private void start(KeyPartitioning placement) {
        driver = new PlannerDriver(directory, listener, placement);
    }

    @AfterEach
    void stop() {
        driver.close();
    }

    @Test
    void is_drawn_as_its_golden_file_says() throws IOException {
        Topology topology = PlannerDriver.draw(directory, listener, new KeyPartitioning(1));

        String drawing = topology.describe().toString();

        String golden = new String(
                getClass().getResourceAsStream("/golden/topology.txt").readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(golden.strip(), drawing.strip());
    }

    @Test
    void runs_a_workflow_from_file_to_published_outputs() {
        assertRunsAWorkflow();
    }

    @Test
    void tells_a_workflow_of_its_own_partition_without_the_topic() {
        assertRunsAWorkflow();

        assertEquals(List.of(), driver.read(Topics.PARTITION_CHANGED));
    }

    @Test
    void tells_a_workflow_of_another_partition_by_the_topic() {
        KeyPartitioning placement = new KeyPartitioning(7);
        assertNotEquals(0, placement.partitionOf(workflow.toString()), "the driver has a task for partition 0 only");
        driver.close();
        start(placement);

        assertRunsAWorkflow();

        assertFalse(driver.read(Topics.PARTITION_CHANGED).isEmpty());
    }

    @Test
    void removes_an_orphaned_dataset_when_its_workflow_has_gone() {
        assertRunsAWorkflow();
        driver.pipe(Topics.WORKFLOW_DEFINITIONS, workflow.toString(), null);
        driver.advanceWallClockTime(Duration.ofMillis(100));
        Cause cause = new Cause("removal", Cause.Kind.REQUESTED, NOW, "alice removed it");
        DatasetRemovalRequested request =
                new DatasetRemovalRequested(new DatasetRef("prod", "made"), "data/made", "**", 1, cause, "alice", NOW);

        driver.pipe(Topics.CATALOG_SUBSCRIPTIONS, "prod/made", request);
        driver.advanceWallClockTime(Duration.ofMillis(100));
        driver.pipe(Topics.CATALOG_SUBSCRIPTIONS, "prod/made", request);
        driver.advanceWallClockTime(Duration.ofMillis(100));

        FileChanges removed = driver.only(Topics.FILE_CHANGES, FileChanges.class);
        assertEquals("prod/made", removed.dataset().toString());
        assertEquals(cause, removed.cause());
        assertEquals(ProducedBy.BY_NO_TASK, removed.produced());
        assertNull(removed.changes().getFirst().after());
    }

    @Test
    void counts_a_finish_that_nobody_waits_for() {
        driver.pipe(Topics.FILE_CHANGES, "prod/raw", PlannerFixtures.file("raw", "one"));
        driver.pipe(Topics.WORKFLOW_DEFINITIONS, workflow.toString(), PlannerFixtures.copying(workflow, 1));
        AttemptFinished finished = PlannerFixtures.succeeded(driver.only(Topics.TASK_READY, TaskReady.class));

        driver.pipe(Topics.TASK_FINISHED, workflow.toString(), finished);
        driver.pipe(Topics.TASK_FINISHED, workflow.toString(), finished);

        assertEquals(1, listener.accepted);
        assertEquals(1, listener.rejected);
    }

    @Test
    void puts_a_record_that_is_no_event_aside_and_goes_on() {
        TestInputTopic<byte[], byte[]> raw =
                driver.createInputTopic(Topics.FILE_CHANGES, new ByteArraySerializer(), new ByteArraySerializer());
        raw.pipeInput("prod/raw".getBytes(StandardCharsets.UTF_8), "poison".getBytes(StandardCharsets.UTF_8));

        assertRunsAWorkflow();
    }

    @Test
    void puts_a_definition_that_cannot_be_planned_aside_and_goes_on() {
        WorkflowDefinition good = PlannerFixtures.copying(workflow, 1);
        WorkflowDefinition bad = new WorkflowDefinition(
                workflow, 1, good.bundle(), good.spec(), Map.of(), Map.of(), "alice", good.cause(), good.at());

        driver.pipe(Topics.WORKFLOW_DEFINITIONS, workflow.toString(), bad);

        List<TestRecord<byte[], byte[]>> letters = driver.deadLetters(Topics.WORKFLOW_DEFINITIONS);
        assertEquals(1, letters.size());
        assertTrue(new String(
                        letters.getFirst()
                                .headers()
                                .lastHeader("__streams.errors.message")
                                .value(),
                        StandardCharsets.UTF_8)
                .contains("names no code for task 'copy'"));
        assertRunsAWorkflow();
    }

    @Test
    void goes_on_in_steps_with_more_instances_than_fit_into_one() {
        int files = 1_200;
        List<PartitionChange> changes = new ArrayList<>();
        for (int i = 0; i < files; i++) {
            changes.add(new PartitionChange(
                    PartitionKey.of("site", "s" + i), null, new PartitionVersion(Sha256.of("x" + i), 1, 1)));
        }
        Cause cause = new Cause("many", Cause.Kind.FILES_CHANGED, NOW, "many files");
        for (int part = 0; part < 2; part++) {
            FileChanges event = new FileChanges(
                    new DatasetRef("prod", "raw"),
                    "data/raw",
                    "{site}.csv",
                    cause,
                    new Batch("many", part, part == 1),
                    changes.subList(part * 600, part * 600 + 600),
                    null,
                    NOW);
            driver.pipe(Topics.FILE_CHANGES, "prod/raw", event);
        }
        driver.pipe(Topics.WORKFLOW_DEFINITIONS, workflow.toString(), PlannerFixtures.copyingSites(workflow, 1));
        int atOnce = driver.read(Topics.TASK_READY).size();

        int ready = atOnce;
        for (int step = 0; step < files && ready < files; step++) {
            driver.advanceWallClockTime(Duration.ofMillis(100));
            ready += driver.read(Topics.TASK_READY).size();
        }

        assertTrue(atOnce < files, () -> atOnce + " at once");
        assertEquals(files, ready);
    }

    @Test
    void goes_on_without_what_is_late_when_the_clock_says_so() {
        driver.pipe(
                Topics.WORKFLOW_DEFINITIONS,
                workflow.toString(),
                PlannerFixtures.gatheringTwo(workflow, 1, Duration.ofMinutes(5)));
        driver.pipe(
                Topics.FILE_CHANGES,
                "prod/raw",
                PlannerFixtures.change("raw", PartitionKey.of("site", "north"), "one"));

        driver.advanceWallClockTime(Duration.ofMinutes(4));
        assertEquals(List.of(), driver.read(Topics.TASK_READY));
        driver.advanceWallClockTime(Duration.ofMinutes(1));

        TaskReady ready = driver.only(Topics.TASK_READY, TaskReady.class);
        assertEquals(1, ready.work().inputs().getFirst().partitions().size());
        driver.pipe(Topics.TASK_FINISHED, workflow.toString(), PlannerFixtures.succeeded(ready));
        List<Event> runs = driver.read(Topics.RUN_FINISHED);
        assertEquals(1, ((RunFinished) runs.getLast()).summary().executed(), "in a run of its own");
    }

    @Test
    void forgets_a_workflow_that_was_removed() {
        driver.pipe(Topics.WORKFLOW_DEFINITIONS, workflow.toString(), PlannerFixtures.copying(workflow, 1));
        driver.pipe(Topics.WORKFLOW_DEFINITIONS, workflow.toString(), null);
        driver.read(Topics.TASK_READY);

        driver.pipe(Topics.FILE_CHANGES, "prod/raw", PlannerFixtures.file("raw", "one"));

        assertEquals(List.of(), driver.read(Topics.TASK_READY));
    }

    @Test
    void keeps_a_workflow_of_which_an_older_version_is_removed() {
        driver.pipe(Topics.WORKFLOW_DEFINITIONS, workflow.toString(), PlannerFixtures.copying(workflow, 2));
        driver.createInputTopic(Topics.WORKFLOW_DEFINITIONS, new StringSerializer(), new ByteArraySerializer())
                .pipeInput(
                        new TestRecord<>(workflow.toString(), null, new RecordHeaders(RemovedVersion.headers(1)), NOW));

        driver.pipe(Topics.FILE_CHANGES, "prod/raw", PlannerFixtures.file("raw", "one"));

        driver.only(Topics.TASK_READY, TaskReady.class);
    }

    @Test
    void takes_a_record_without_data_for_a_removal_only_where_workflows_are_defined() {
        driver.pipe(Topics.WORKFLOW_DEFINITIONS, workflow.toString(), PlannerFixtures.copying(workflow, 1));
        for (String topic : List.of(Topics.RUN_REQUESTS, Topics.TASK_FINISHED, Topics.PARTITION_CHANGED)) {
            driver.pipe(topic, workflow.toString(), null);

            assertEquals(1, driver.deadLetters(topic).size(), topic);
        }

        driver.pipe(Topics.FILE_CHANGES, "prod/raw", PlannerFixtures.file("raw", "one"));

        driver.only(Topics.TASK_READY, TaskReady.class);
    }

    @Test
    void lets_only_the_workflow_rest_that_would_make_a_row_larger_than_a_record_may_be() {
        WorkflowRef innocent = new WorkflowRef("prod", "innocent");
        driver.pipe(Topics.WORKFLOW_DEFINITIONS, innocent.toString(), PlannerFixtures.copyingSites(innocent, 1));
        driver.pipe(
                Topics.WORKFLOW_DEFINITIONS,
                workflow.toString(),
                PlannerFixtures.gatheringTwo(workflow, 1, Duration.ofMinutes(5)));
        driver.pipe(Topics.FILE_CHANGES, "prod/raw", sites("first", 0, 10));
        List<Event> first = driver.read(Topics.TASK_READY);
        assertEquals(11, first.size());
        for (int i = 1; i <= 3; i++) {
            driver.pipe(Topics.FILE_CHANGES, "prod/raw", sites("batch-" + i, i * 1_000, 240));
        }

        AttemptFinished gathered = reportingMuch(first);
        driver.pipe(Topics.TASK_FINISHED, workflow.toString(), gathered);
        assertEquals(1, driver.deadLetters(Topics.TASK_FINISHED).size());
        assertEquals(Topics.TASK_FINISHED, faulted().getFirst().source().topic());
        assertEquals(workflow, listener.faults.getFirst().workflow());
        assertEquals(
                WorkflowFaulted.Code.RECORD_TOO_LARGE,
                listener.faults.getFirst().failure().code());
        assertEquals(1, listener.faults.size(), "while it rests nothing of it is decided");

        int ready = 0;
        for (int step = 0; step < 2_000 && ready < 720; step++) {
            driver.advanceWallClockTime(Duration.ofMillis(100));
            ready += readyOnes();
        }
        assertEquals(720, ready, "the innocent one's");
        driver.pipe(Topics.RUN_REQUESTS, workflow.toString(), resume());
        List<Event> again = List.of();
        for (int step = 0; step < 2_000 && again.stream().noneMatch(TaskReady.class::isInstance); step++) {
            driver.advanceWallClockTime(Duration.ofMillis(100));
            again = driver.read(Topics.TASK_READY);
        }
        driver.pipe(Topics.TASK_FINISHED, workflow.toString(), reportingMuch(again));
        assertEquals(2, listener.faults.size());
        assertEquals(workflow, listener.faults.getLast().workflow(), "it is as large as before");

        driver.pipe(Topics.WORKFLOW_DEFINITIONS, workflow.toString(), PlannerFixtures.copyingSites(workflow, 2));
        ready = 0;
        for (int step = 0; step < 2_000 && ready < 730; step++) {
            driver.advanceWallClockTime(Duration.ofMillis(100));
            ready += readyOnes();
        }
        assertEquals(730, ready);
        assertEquals(2, listener.faults.size());
    }

    /** The end of the workflow's attempt, with more results than any launcher reports. */
    private AttemptFinished reportingMuch(List<Event> ready) {
        AttemptFinished succeeded = ready.stream()
                .filter(TaskReady.class::isInstance)
                .map(TaskReady.class::cast)
                .filter(one -> one.instance().workflowRef().equals(workflow))
                .map(PlannerFixtures::succeeded)
                .findFirst()
                .orElseThrow();
        Outcome.Succeeded outcome = (Outcome.Succeeded) succeeded.outcome();
        return succeeded.with(
                new Outcome.Succeeded(outcome.outputs(), Map.of("rows", "1".repeat(RecordLimits.MAX_ROW_BYTES)), null));
    }

    private int readyOnes() {
        return (int) driver.read(Topics.TASK_READY).stream()
                .filter(TaskReady.class::isInstance)
                .count();
    }

    private List<WorkflowFaulted> faulted() {
        return driver.read(Topics.TASK_EVENTS).stream()
                .filter(WorkflowFaulted.class::isInstance)
                .map(WorkflowFaulted.class::cast)
                .toList();
    }

    private RunRequest resume() {
        Cause cause = new Cause("resume", Cause.Kind.REQUESTED, NOW, "resumed");
        return new RunRequest.Resume(workflow, cause, "alice", NOW);
    }

    private static FileChanges sites(String batch, int from, int count) {
        List<PartitionChange> changes = new ArrayList<>();
        for (int i = from; i < from + count; i++) {
            changes.add(new PartitionChange(
                    PartitionKey.of("site", "s" + i + "-" + "x".repeat(10)),
                    null,
                    new PartitionVersion(Sha256.of("x" + i), 1, 1)));
        }
        return new FileChanges(
                new DatasetRef("prod", "raw"),
                "data/raw",
                "{site}.csv",
                new Cause(batch, Cause.Kind.FILES_CHANGED, NOW, "many files"),
                Batch.single(batch),
                changes,
                null,
                NOW);
    }

    private void assertRunsAWorkflow() {
        driver.pipe(Topics.FILE_CHANGES, "prod/raw", PlannerFixtures.file("raw", "one"));
        driver.pipe(Topics.WORKFLOW_DEFINITIONS, workflow.toString(), PlannerFixtures.copying(workflow, 1));

        TaskReady ready = driver.only(Topics.TASK_READY, TaskReady.class);
        driver.pipe(Topics.TASK_FINISHED, workflow.toString(), PlannerFixtures.succeeded(ready));

        RunFinished finished = driver.only(Topics.RUN_FINISHED, RunFinished.class);
        assertEquals(1, finished.summary().executed());
        FileChanges made = driver.only(Topics.FILE_CHANGES, FileChanges.class);
        assertEquals("made", made.dataset().dataset());
        assertEquals(ready.attempt(), made.produced().attempt());
        assertEquals(1, listener.accepted);
        List<InstanceState> states = driver.read(Topics.TASK_EVENTS).stream()
                .filter(StateChanged.class::isInstance)
                .map(event -> ((StateChanged) event).state())
                .toList();
        assertEquals(List.of(InstanceState.READY, InstanceState.SUCCEEDED), states);
    }
}
