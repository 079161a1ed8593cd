package io.freshet.scheduler;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.freshet.contracts.api.DeployedWorkflow;
import io.freshet.contracts.api.NamespaceQuota;
import io.freshet.contracts.api.PoolInfo;
import io.freshet.contracts.api.Problem;
import io.freshet.contracts.api.ProblemException;
import io.freshet.contracts.api.QueueClient;
import io.freshet.contracts.api.RunAccepted;
import io.freshet.contracts.api.RunOrder;
import io.freshet.contracts.api.SchedulerClient;
import io.freshet.contracts.api.WorkflowInfo;
import io.freshet.contracts.data.Manifest;
import io.freshet.contracts.envelope.EventDeserializer;
import io.freshet.contracts.envelope.RemovedVersion;
import io.freshet.contracts.event.DatasetRemovalRequested;
import io.freshet.contracts.event.Event;
import io.freshet.contracts.event.LaunchCommand;
import io.freshet.contracts.event.PoolDefined;
import io.freshet.contracts.event.RunRequest;
import io.freshet.contracts.event.WorkflowDefinition;
import io.freshet.contracts.id.DatasetRef;
import io.freshet.contracts.id.DerivedId;
import io.freshet.contracts.id.InstanceRef;
import io.freshet.contracts.id.WorkflowRef;
import io.freshet.contracts.spec.PartitionOrder;
import io.freshet.contracts.topic.Topics;
import io.freshet.scheduler.admission.Asks;
import io.freshet.servicekit.kafka.EventPublisher;
import io.freshet.servicekit.kafka.KafkaSettings;
import io.freshet.servicekit.storage.ContentStore;
import io.freshet.servicekit.storage.StorageRoot;
import io.freshet.testkit.Eventually;
import io.freshet.testkit.TestKafka;
import io.freshet.testkit.TestPostgres;
import io.freshet.testkit.TopicReader;
import io.freshet.testkit.WithKafka;
import io.freshet.testkit.WithPostgres;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@WithKafka
@WithPostgres
class SchedulerServiceIT {
    private static final Duration SOON = Duration.ofSeconds(30);

    @TempDir
    static Path directory;

    private static RunningScheduler scheduler;
    private static SchedulerClient client;
    private static TestKafka kafka;

    @BeforeAll
    static void start(TestKafka broker, TestPostgres postgres) {
        kafka = broker;
        scheduler = RunningScheduler.start(kafka, postgres, directory);
        client = new SchedulerClient(scheduler.address(), "alice");
    }

    @AfterAll
    static void stop() throws Exception {
        client.close();
        scheduler.close();
    }

    @Test
    void a_deployment_is_on_the_log_when_it_is_answered() throws Exception {
        DeployedWorkflow deployed = client.deploy("first", Bundles.claims("true"));

        WorkflowRef workflow = new WorkflowRef("first", "claims");
        assertEquals(workflow, deployed.workflow());
        assertEquals(1, deployed.version());
        assertEquals(List.of("clean"), deployed.tasks());
        assertFalse(deployed.unchanged());
        assertTrue(deployed.published());
        WorkflowDefinition definition = (WorkflowDefinition)
                records(Topics.WORKFLOW_DEFINITIONS, workflow.toString()).getFirst();
        assertEquals(deployed.bundle(), definition.bundle());
        assertEquals("alice", definition.installedBy());
        assertEquals(
                "alice deployed version 1 of first/claims", definition.cause().description());
    }

    @Test
    void code_lies_in_the_storage_root_and_watched_directories_exist() throws Exception {
        client.deploy("second", Bundles.claims("echo clean"));

        StorageRoot root = new StorageRoot(directory.resolve("storage"));
        WorkflowDefinition definition = (WorkflowDefinition)
                records(Topics.WORKFLOW_DEFINITIONS, "second/claims").getFirst();
        Manifest code =
                new ContentStore(root).manifest(definition.code().get("clean")).orElseThrow();
        assertEquals("clean.sh", code.files().getFirst().path().text());
        assertEquals(
                "echo clean",
                Files.readString(root.object(code.files().getFirst().content())));
        assertTrue(Files.isDirectory(directory.resolve("storage/second/landing/extracts")));
        assertFalse(Files.exists(directory.resolve("storage/second/cleaned")), "the task makes it");
    }

    @Test
    void the_same_bundle_again_changes_nothing_and_another_is_the_next_version() throws Exception {
        WorkflowRef workflow = new WorkflowRef("third", "claims");
        client.deploy("third", Bundles.claims("echo 1"));

        DeployedWorkflow same = client.deploy("third", Bundles.claims("echo 1"));
        DeployedWorkflow next = client.deploy("third", Bundles.claims("echo 2"));
        DeployedWorkflow back = client.deploy("third", Bundles.claims("echo 1"));

        assertTrue(same.unchanged());
        assertEquals(1, same.version());
        assertEquals(2, next.version());
        assertEquals(3, back.version());
        assertEquals(
                List.of(3, 2, 1),
                client.versions(workflow).stream().map(WorkflowInfo::version).toList());
        assertEquals(3, records(Topics.WORKFLOW_DEFINITIONS, "third/claims").size());
    }

    @Test
    void a_dry_run_only_says_what_would_be() throws Exception {
        client.deploy("fourth", Bundles.claims("echo 1"));

        DeployedWorkflow foreseen = client.deploy("fourth", Bundles.claims("echo 2"), true);

        assertEquals(2, foreseen.version());
        assertFalse(foreseen.published());
        assertEquals(1, client.workflows("fourth").getFirst().version());
    }

    @Test
    void tells_all_errors_of_a_workflow_with_their_places() {
        String wrong = Bundles.workflow("claims", "extracts", "cleaned").replace("code: [clean.sh]", "code: [gone.sh]")
                + "  triggers: [{schedule: {cron: \"0 6 * * *\", timezone: UTC}}]\n";

        Problem problem = refused(() -> client.deploy("fifth", Bundles.zip(Map.of("workflow.yaml", wrong))));

        assertEquals(422, problem.status());
        assertEquals("invalid-workflow", problem.code());
        Problem.Detail detail = problem.errors().getFirst();
        assertEquals("workflow.yaml", detail.file());
        assertEquals("missing-file", detail.code());
        assertTrue(detail.line() > 1 && detail.column() > 1);
        assertTrue(detail.hint() != null && !detail.hint().isEmpty());
    }

    @Test
    void refuses_what_is_not_available_yet() {
        String early = Bundles.workflow("claims", "extracts", "cleaned") + "      cache: {ttl: 1h}\n";
        byte[] zip = Bundles.zip(Map.of("workflow.yaml", early, "clean.sh", "true"));

        Problem problem = refused(() -> client.deploy("fifth", zip));

        assertEquals("not-available-yet", problem.errors().getFirst().code());
    }

    @Test
    void refuses_what_is_no_bundle() {
        Problem problem = refused(() -> client.deploy("fifth", new byte[] {1, 2, 3}));

        assertEquals("invalid-bundle", problem.code());
    }

    @Test
    void two_workflows_of_a_namespace_cannot_write_one_dataset() throws Exception {
        client.deploy("sixth", Bundles.claims("true"));
        byte[] other =
                Bundles.zip(Map.of("workflow.yaml", Bundles.workflow("other", "raw", "cleaned"), "clean.sh", "true"));

        Problem problem = refused(() -> client.deploy("sixth", other));

        assertEquals("two-producers", problem.errors().getFirst().code());
    }

    @Test
    void gives_the_bundle_back() throws Exception {
        byte[] first = Bundles.claims("echo 1");
        client.deploy("seventh", first);
        client.deploy("seventh", Bundles.claims("echo 2"));

        try (InputStream zip = client.bundle(new WorkflowRef("seventh", "claims"), 1)) {
            assertArrayEquals(first, zip.readAllBytes());
        }
        Problem problem = refused(() -> client.bundle(new WorkflowRef("seventh", "claims"), 9));
        assertEquals("version-not-found", problem.code());
    }

    @Test
    void lists_what_is_deployed() throws Exception {
        client.deploy("eighth", Bundles.claims("true"));
        WorkflowRef workflow = new WorkflowRef("eighth", "claims");

        assertEquals("Cleans", client.workflows("eighth").getFirst().description());
        assertTrue(client.namespaces().stream().anyMatch(it -> it.namespace().equals("eighth") && it.workflows() == 1));
        assertEquals(
                List.of("extracts", "cleaned"),
                List.copyOf(client.workflow(workflow).spec().datasets().keySet()));
    }

    @Test
    void a_removed_workflow_leaves_a_tombstone_and_its_versions() throws Exception {
        WorkflowRef workflow = new WorkflowRef("ninth", "claims");
        client.deploy("ninth", Bundles.claims("true"));

        client.remove(workflow);

        assertEquals(List.of(), client.workflows("ninth"));
        assertEquals(
                "workflow-not-found", refused(() -> client.workflow(workflow)).code());
        assertEquals(
                "workflow-not-found", refused(() -> client.remove(workflow)).code());
        assertNull(records(Topics.WORKFLOW_DEFINITIONS, "ninth/claims").getLast());
        assertEquals(1, lastRemovedVersion("ninth/claims"));
        assertEquals(2, client.deploy("ninth", Bundles.claims("true")).version());
    }

    @Test
    void a_dataset_is_removed_only_when_it_was_produced_and_no_workflow_declares_it() throws Exception {
        DatasetRef cleaned = new DatasetRef("orphaned", "cleaned");
        client.deploy("orphaned", Bundles.claims("true"));
        Problem used = refused(() -> client.removeDataset(cleaned, false));
        client.remove(new WorkflowRef("orphaned", "claims"));

        client.removeDataset(cleaned, true);
        client.removeDataset(cleaned, false);
        client.removeDataset(cleaned, false);
        Problem unknown = refused(() -> client.removeDataset(new DatasetRef("orphaned", "extracts"), false));
        client.deploy("orphaned", Bundles.claims("true"));
        Problem usedAgain = refused(() -> client.removeDataset(cleaned, false));

        assertEquals("dataset-in-use", used.code());
        assertEquals("dataset-in-use", usedAgain.code());
        assertEquals("dataset-never-produced", unknown.code());
        List<DatasetRemovalRequested> requests = records(Topics.CATALOG_SUBSCRIPTIONS, cleaned.toString()).stream()
                .map(DatasetRemovalRequested.class::cast)
                .toList();
        assertEquals(2, requests.size(), "the dry run asked for nothing");
        assertTrue(requests.getFirst().number() < requests.getLast().number(), requests::toString);
        assertEquals("cleaned", requests.getFirst().path());
        assertEquals("alice", requests.getFirst().requestedBy());
    }

    @Test
    void a_request_to_run_is_published_and_its_run_is_known() throws Exception {
        WorkflowRef workflow = new WorkflowRef("tenth", "claims");
        client.deploy("tenth", Bundles.claims("true"));
        RunOrder order = new RunOrder(
                List.of("clean"),
                List.of(),
                Map.of("source", "north"),
                true,
                false,
                Map.of(),
                PartitionOrder.NEWEST_FIRST,
                null,
                "it looked odd");

        RunAccepted accepted = client.run(workflow, order, "key-1");
        RunAccepted repeated = client.run(workflow, order, "key-1");
        RunAccepted another = client.run(workflow);

        assertEquals(accepted, repeated);
        assertNotEquals(accepted.run(), another.run());
        List<Event> requests = eventually(Topics.RUN_REQUESTS, "tenth/claims", 2);
        RunRequest.Evaluate evaluate = (RunRequest.Evaluate) requests.getFirst();
        assertEquals(accepted.run(), DerivedId.run(workflow, evaluate.cause().id()));
        assertEquals("requested by alice: it looked odd", evaluate.cause().description());
        assertTrue(evaluate.force());
        assertEquals(
                "idempotency-key-reused",
                refused(() -> client.run(workflow, RunOrder.EVERYTHING, "key-1"))
                        .code());
    }

    @Test
    void a_run_of_what_there_is_not_is_refused() throws Exception {
        WorkflowRef workflow = new WorkflowRef("eleventh", "claims");
        client.deploy("eleventh", Bundles.claims("true"));

        Problem problem = refused(() -> client.run(
                workflow,
                new RunOrder(
                        List.of("dry"),
                        List.of(),
                        Map.of("colour", "red"),
                        false,
                        false,
                        Map.of(),
                        PartitionOrder.NEWEST_FIRST,
                        null,
                        null)));

        assertEquals("invalid-run-order", problem.code());
        assertEquals(2, problem.errors().size());
    }

    @Test
    void cancellations_are_published() throws Exception {
        WorkflowRef workflow = new WorkflowRef("twelfth", "claims");
        client.deploy("twelfth", Bundles.claims("true"));
        String run = client.run(workflow).run();
        InstanceRef instance = InstanceRef.parse("twelfth/claims/clean/source=north/date=2026-01-05");

        client.cancelRun(workflow, run);
        client.cancel(instance);

        List<Event> requests = eventually(Topics.RUN_REQUESTS, "twelfth/claims", 3);
        assertEquals(run, ((RunRequest.Cancel) requests.get(1)).run());
        assertEquals(instance, ((RunRequest.Cancel) requests.get(2)).instance());
    }

    @Test
    void a_pool_is_kept_and_published() throws Exception {
        PoolInfo pool = new PoolInfo("pools", "warehouse", 3);

        client.setPool(pool);

        assertEquals(List.of(pool), client.pools("pools"));
        PoolDefined defined = (PoolDefined)
                eventually(Topics.POOL_DEFINITIONS, "pools/warehouse", 1).getFirst();
        assertEquals(3, defined.slots());
    }

    @Test
    void a_quota_is_kept_and_published_and_taken_away() throws Exception {
        QueueClient queues = client.queues();

        assertEquals(new NamespaceQuota("quotas", 3), queues.setQuota("quotas", 3));

        assertEquals(new NamespaceQuota("quotas", 3), queues.quota("quotas"));
        assertEquals(List.of(), client.pools("quotas"), "no pool that a task could name");
        assertEquals(new NamespaceQuota("quotas", null), queues.removeQuota("quotas"));
        PoolDefined defined = (PoolDefined) eventually(Topics.POOL_DEFINITIONS, "quotas/" + PoolDefined.QUOTA, 2)
                .getFirst();
        assertEquals(3, defined.slots());
        assertEquals(new NamespaceQuota("quotas", null), queues.quota("quotas"));
    }

    @Test
    void admits_what_is_ready() throws Exception {
        try (EventPublisher planner =
                new EventPublisher(KafkaSettings.of(kafka.bootstrapServers()), "planner", "test-planner")) {
            Asks asks = Asks.task("clean").namespace("admission");

            planner.send(Topics.TASK_READY, "admission", asks.ready()).join();

            List<Event> launched = eventually(Topics.TASK_LAUNCH, "admission/claims/clean/n=0", 1);
            assertEquals(asks.attempt(), ((LaunchCommand) launched.getFirst()).attempt());
        }
    }

    private interface Call {
        void make() throws Exception;
    }

    private static Problem refused(Call call) {
        return assertThrows(ProblemException.class, call::make).problem();
    }

    private static List<Event> eventually(String topic, String key, int count) {
        return Eventually.eventually(SOON, () -> records(topic, key), found -> found.size() >= count);
    }

    private static int lastRemovedVersion(String key) {
        try (TopicReader<String, Event> reader = new TopicReader<>(
                kafka.bootstrapServers(),
                new StringDeserializer(),
                new EventDeserializer<>(Event.class),
                Topics.WORKFLOW_DEFINITIONS)) {
            return reader.toEnd(SOON).stream()
                    .filter(record -> record.key().equals(key))
                    .reduce((_, later) -> later)
                    .map(record -> RemovedVersion.of(record.headers()))
                    .orElseThrow();
        }
    }

    private static List<Event> records(String topic, String key) {
        try (TopicReader<String, Event> reader = new TopicReader<>(
                kafka.bootstrapServers(), new StringDeserializer(), new EventDeserializer<>(Event.class), topic)) {
            return reader.toEnd(SOON).stream()
                    .filter(record -> record.key().equals(key))
                    .map(ConsumerRecord::value)
                    .collect(java.util.stream.Collectors.toList());
        }
    }
}
