package io.freshet.scheduler;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.freshet.contracts.api.NamespaceQuota;
import io.freshet.contracts.api.PoolInfo;
import io.freshet.contracts.api.Problem;
import io.freshet.contracts.api.QueueClient;
import io.freshet.contracts.api.RunAccepted;
import io.freshet.contracts.api.RunOrder;
import io.freshet.contracts.api.SchedulerClient;
import io.freshet.contracts.event.DatasetRemovalRequested;
import io.freshet.contracts.event.Event;
import io.freshet.contracts.event.LaunchCommand;
import io.freshet.contracts.event.PoolDefined;
import io.freshet.contracts.event.RunRequest;
import io.freshet.contracts.id.DatasetRef;
import io.freshet.contracts.id.DerivedId;
import io.freshet.contracts.id.InstanceRef;
import io.freshet.contracts.id.WorkflowRef;
import io.freshet.contracts.spec.RunSettings;
import io.freshet.contracts.topic.Topics;
import io.freshet.scheduler.admission.Asks;
import io.freshet.servicekit.kafka.EventPublisher;
import io.freshet.servicekit.kafka.KafkaSettings;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What a running scheduler is asked for besides deployments; a part of {@link SchedulerServiceIT}, which runs it. */
abstract class SchedulerRequests {
    private final SchedulerClient client;
    private final SchedulerLog log;

    SchedulerRequests(SchedulerClient client, SchedulerLog log) {
        this.client = client;
        this.log = log;
    }

    @Test
    void a_dataset_is_removed_only_when_it_was_produced_and_no_workflow_declares_it() throws Exception {
        DatasetRef cleaned = new DatasetRef("orphaned", "cleaned");
        client.deploy("orphaned", Bundles.claims("true"));
        Problem used = Refusal.of(() -> client.datasets().remove(cleaned, false));
        client.remove(new WorkflowRef("orphaned", "claims"));

        client.datasets().remove(cleaned, true);
        client.datasets().remove(cleaned, false);
        client.datasets().remove(cleaned, false);
        Problem unknown = Refusal.of(() -> client.datasets().remove(new DatasetRef("orphaned", "extracts"), false));
        client.deploy("orphaned", Bundles.claims("true"));
        Problem usedAgain = Refusal.of(() -> client.datasets().remove(cleaned, false));

        assertEquals("dataset-in-use", used.code());
        assertEquals("dataset-in-use", usedAgain.code());
        assertEquals("dataset-never-produced", unknown.code());
        List<DatasetRemovalRequested> requests = log.records(Topics.CATALOG_SUBSCRIPTIONS, cleaned.toString()).stream()
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
                List.of("clean"), List.of(), Map.of("source", "north"), RunSettings.FORCED, "it looked odd");

        RunAccepted accepted = client.runs().ask(workflow, order, "key-1");
        RunAccepted repeated = client.runs().ask(workflow, order, "key-1");
        RunAccepted another = client.runs().ask(workflow);

        assertEquals(accepted, repeated);
        assertNotEquals(accepted.run(), another.run());
        List<Event> requests = log.eventually(Topics.RUN_REQUESTS, "tenth/claims", 2);
        RunRequest.Evaluate evaluate = (RunRequest.Evaluate) requests.getFirst();
        assertEquals(accepted.run(), DerivedId.run(workflow, evaluate.cause().id()));
        assertEquals("requested by alice: it looked odd", evaluate.cause().description());
        assertTrue(evaluate.settings().force());
        assertEquals(
                "idempotency-key-reused",
                Refusal.of(() -> client.runs().ask(workflow, RunOrder.EVERYTHING, "key-1"))
                        .code());
    }

    @Test
    void a_run_of_what_there_is_not_is_refused() throws Exception {
        WorkflowRef workflow = new WorkflowRef("eleventh", "claims");
        client.deploy("eleventh", Bundles.claims("true"));

        Problem problem = Refusal.of(() -> client.runs()
                .ask(
                        workflow,
                        new RunOrder(List.of("dry"), List.of(), Map.of("colour", "red"), RunSettings.USUAL, null)));

        assertEquals("invalid-run-order", problem.code());
        assertEquals(2, problem.errors().size());
    }

    @Test
    void cancellations_are_published() throws Exception {
        WorkflowRef workflow = new WorkflowRef("twelfth", "claims");
        client.deploy("twelfth", Bundles.claims("true"));
        String run = client.runs().ask(workflow).run();
        InstanceRef instance = InstanceRef.parse("twelfth/claims/clean/source=north/date=2026-01-05");

        client.runs().cancel(workflow, run);
        client.runs().cancel(instance);

        List<Event> requests = log.eventually(Topics.RUN_REQUESTS, "twelfth/claims", 3);
        assertEquals(run, ((RunRequest.Cancel) requests.get(1)).run());
        assertEquals(instance, ((RunRequest.Cancel) requests.get(2)).instance());
    }

    @Test
    void a_pool_is_kept_and_published() throws Exception {
        PoolInfo pool = new PoolInfo("pools", "warehouse", 3);

        client.pools().set(pool);

        assertEquals(List.of(pool), client.pools().list("pools"));
        PoolDefined defined = (PoolDefined)
                log.eventually(Topics.POOL_DEFINITIONS, "pools/warehouse", 1).getFirst();
        assertEquals(3, defined.slots());
    }

    @Test
    void a_quota_is_kept_and_published_and_taken_away() throws Exception {
        QueueClient queues = client.queues();

        assertEquals(new NamespaceQuota("quotas", 3), queues.setQuota("quotas", 3));

        assertEquals(new NamespaceQuota("quotas", 3), queues.quota("quotas"));
        assertEquals(List.of(), client.pools().list("quotas"), "no pool that a task could name");
        assertEquals(new NamespaceQuota("quotas", null), queues.removeQuota("quotas"));
        PoolDefined defined = (PoolDefined) log.eventually(Topics.POOL_DEFINITIONS, "quotas/" + PoolDefined.QUOTA, 2)
                .getFirst();
        assertEquals(3, defined.slots());
        assertEquals(new NamespaceQuota("quotas", null), queues.quota("quotas"));
    }

    @Test
    void admits_what_is_ready() throws Exception {
        try (EventPublisher planner =
                new EventPublisher(KafkaSettings.of(log.bootstrapServers()), "planner", "test-planner")) {
            Asks asks = Asks.task("clean").namespace("admission");

            planner.send(Topics.TASK_READY, "admission", asks.ready()).join();

            List<Event> launched = log.eventually(Topics.TASK_LAUNCH, "admission/claims/clean/n=0", 1);
            assertEquals(asks.attempt(), ((LaunchCommand) launched.getFirst()).attempt());
        }
    }
}
