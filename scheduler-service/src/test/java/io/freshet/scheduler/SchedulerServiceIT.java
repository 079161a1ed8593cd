package io.freshet.scheduler;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.freshet.contracts.api.DeployedWorkflow;
import io.freshet.contracts.api.Problem;
import io.freshet.contracts.api.SchedulerClient;
import io.freshet.contracts.api.WorkflowInfo;
import io.freshet.contracts.data.Manifest;
import io.freshet.contracts.event.WorkflowDefinition;
import io.freshet.contracts.id.WorkflowRef;
import io.freshet.contracts.topic.Topics;
import io.freshet.servicekit.storage.ContentStore;
import io.freshet.servicekit.storage.StorageRoot;
import io.freshet.testkit.TestKafka;
import io.freshet.testkit.TestPostgres;
import io.freshet.testkit.WithKafka;
import io.freshet.testkit.WithPostgres;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@WithKafka
@WithPostgres
class SchedulerServiceIT {
    @TempDir
    static Path directory;

    private static RunningScheduler scheduler;
    private static SchedulerClient client;
    private static SchedulerLog log;

    @BeforeAll
    static void start(TestKafka kafka, TestPostgres postgres) {
        scheduler = RunningScheduler.start(kafka, postgres, directory);
        client = new SchedulerClient(scheduler.address(), "alice");
        log = new SchedulerLog(kafka.bootstrapServers());
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
                log.records(Topics.WORKFLOW_DEFINITIONS, workflow.toString()).getFirst();
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
                log.records(Topics.WORKFLOW_DEFINITIONS, "second/claims").getFirst();
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
        assertEquals(3, log.records(Topics.WORKFLOW_DEFINITIONS, "third/claims").size());
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

        Problem problem = Refusal.of(() -> client.deploy("fifth", Bundles.zip(Map.of("workflow.yaml", wrong))));

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

        Problem problem = Refusal.of(() -> client.deploy("fifth", zip));

        assertEquals("not-available-yet", problem.errors().getFirst().code());
    }

    @Test
    void refuses_what_is_no_bundle() {
        Problem problem = Refusal.of(() -> client.deploy("fifth", new byte[] {1, 2, 3}));

        assertEquals("invalid-bundle", problem.code());
    }

    @Test
    void two_workflows_of_a_namespace_cannot_write_one_dataset() throws Exception {
        client.deploy("sixth", Bundles.claims("true"));
        byte[] other =
                Bundles.zip(Map.of("workflow.yaml", Bundles.workflow("other", "raw", "cleaned"), "clean.sh", "true"));

        Problem problem = Refusal.of(() -> client.deploy("sixth", other));

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
        Problem problem = Refusal.of(() -> client.bundle(new WorkflowRef("seventh", "claims"), 9));
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
                "workflow-not-found",
                Refusal.of(() -> client.workflow(workflow)).code());
        assertEquals(
                "workflow-not-found", Refusal.of(() -> client.remove(workflow)).code());
        assertNull(log.records(Topics.WORKFLOW_DEFINITIONS, "ninth/claims").getLast());
        assertEquals(1, log.lastRemovedVersion("ninth/claims"));
        assertEquals(2, client.deploy("ninth", Bundles.claims("true")).version());
    }

    @Nested
    class Requests extends SchedulerRequests {
        Requests() {
            super(client, log);
        }
    }
}
