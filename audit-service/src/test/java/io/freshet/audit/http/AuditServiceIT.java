package io.freshet.audit.http;

import static io.freshet.audit.history.PlausibleHistory.CLEANED;
import static io.freshet.audit.history.PlausibleHistory.DAILY;
import static io.freshet.audit.history.PlausibleHistory.EXTRACTS;
import static io.freshet.audit.history.PlausibleHistory.WORKFLOW;
import static io.freshet.testkit.Eventually.eventually;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.freshet.audit.AuditService;
import io.freshet.audit.history.LogRecord;
import io.freshet.audit.history.PlausibleHistory;
import io.freshet.contracts.api.AttemptDetail;
import io.freshet.contracts.api.AttemptInfo;
import io.freshet.contracts.api.AttemptState;
import io.freshet.contracts.api.AuditClient;
import io.freshet.contracts.api.DatasetInfo;
import io.freshet.contracts.api.Filter;
import io.freshet.contracts.api.InstanceDetail;
import io.freshet.contracts.api.InstanceInfo;
import io.freshet.contracts.api.LineageGraph;
import io.freshet.contracts.api.LineageGraph.Direction;
import io.freshet.contracts.api.Page;
import io.freshet.contracts.api.PartitionInfo;
import io.freshet.contracts.api.ProblemException;
import io.freshet.contracts.api.RunInfo;
import io.freshet.contracts.api.RunState;
import io.freshet.contracts.api.Settled;
import io.freshet.contracts.api.StatusSummary;
import io.freshet.contracts.api.VersionInfo;
import io.freshet.contracts.api.Why;
import io.freshet.contracts.data.Fingerprint;
import io.freshet.contracts.event.Cause;
import io.freshet.contracts.event.InstanceState;
import io.freshet.contracts.event.Reason;
import io.freshet.contracts.event.RunFinished;
import io.freshet.contracts.id.InstanceRef;
import io.freshet.contracts.id.WorkflowRef;
import io.freshet.contracts.kafka.EventPublisher;
import io.freshet.contracts.kafka.KafkaSettings;
import io.freshet.contracts.partition.PartitionKey;
import io.freshet.contracts.topic.Topics;
import io.freshet.testkit.TestDatabase;
import io.freshet.testkit.TestKafka;
import io.freshet.testkit.WithKafka;
import io.freshet.testkit.WithPostgres;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Every question that the service answers, asked over HTTP by the typed client, about a history written to a real broker. */
@WithKafka
@WithPostgres
final class AuditServiceIT {
    private static final Duration LIMIT = Duration.ofSeconds(30);
    private static final Instant START = Instant.parse("2026-01-10T08:00:00Z");
    private static final PartitionKey NORTH = PlausibleHistory.extract("north", "2026-01-01");
    private static final PartitionKey SOUTH = PlausibleHistory.extract("south", "2026-01-01");
    private static final PartitionKey BAD = PlausibleHistory.extract("north", "2026-01-02");
    private static final PartitionKey FIRST_DAY = PartitionKey.of("date", "2026-01-01");

    private static AuditService service;
    private static AuditClient client;
    private static EventPublisher publisher;
    private static KafkaSettings kafka;
    private static PlausibleHistory history;
    private static String northRun;
    private static String correctedRun;
    private static String failedRun;

    @BeforeAll
    static void start(TestKafka broker, TestDatabase database) {
        broker.createProductTopics(2);
        kafka = KafkaSettings.of(broker.bootstrapServers());
        service = AuditService.start(Map.of(
                "micronaut.server.port", -1,
                "freshet.kafka.bootstrap-servers", broker.bootstrapServers(),
                "freshet.kafka.partitions", 2,
                "freshet.kafka.replication", 1,
                "datasources.default.url", database.jdbcUrl(),
                "datasources.default.username", database.user(),
                "datasources.default.password", database.password()));
        client = new AuditClient(URI.create("http://localhost:" + service.port()));
        publisher = new EventPublisher(kafka, "test", "test");
        history = new PlausibleHistory(START);
        history.deployed(1);
        northRun = history.delivery(NORTH, "north 1");
        history.delivery(SOUTH, "south 1");
        correctedRun = history.delivery(NORTH, "north 1 corrected");
        failedRun = history.failingDelivery(BAD, "bad");
        send(history);
        eventually(LIMIT, () -> assertEquals(0, client.stats().lag()));
    }

    @AfterAll
    static void stop() {
        publisher.close();
        client.close();
        service.close();
    }

    @Test
    void lists_runs_newest_first_page_by_page() throws IOException {
        Filter two = Filter.ANY.namespace("prod").workflow("claims").limit(2);

        Page<RunInfo> first = client.runs(two);
        Page<RunInfo> second = client.runs(two.after(first.next()));

        assertEquals(List.of(failedRun, correctedRun), ids(first));
        assertEquals(northRun, ids(second).getLast());
        assertNull(second.next());
        assertEquals(
                List.of(failedRun), ids(client.runs(Filter.ANY.namespace("prod").state(RunState.FAILED))));
        assertEquals(List.of(), ids(client.runs(Filter.ANY.namespace("test"))));
        assertEquals(
                4,
                client.runs(Filter.ANY.namespace("prod").since(START)).items().size());
        assertEquals(
                0,
                client.runs(Filter.ANY.namespace("prod").since(START.plusSeconds(900)))
                        .items()
                        .size());
    }

    @Test
    void tells_what_a_run_came_from_and_did() throws IOException {
        RunInfo run = client.run(failedRun);

        assertEquals(RunState.FAILED, run.state());
        assertEquals(WORKFLOW, run.workflow());
        assertEquals(Cause.Kind.FILES_CHANGED, run.cause().kind());
        assertEquals(1, run.workflowVersion());
        assertEquals(1, run.counts().failed());
        assertEquals(1, run.counts().blocked());
        assertEquals(
                List.of(InstanceState.BLOCKED, InstanceState.FAILED),
                states(client.instances(Filter.ANY.run(failedRun))));
        assertEquals(
                List.of(InstanceState.FAILED),
                states(client.instances(Filter.ANY.run(failedRun).state(InstanceState.FAILED))));
    }

    @Test
    void counts_an_open_run_live_and_answers_a_wait_when_it_finishes() throws Exception {
        PlausibleHistory open = new PlausibleHistory(START.plusSeconds(60), "live");
        Cause cause = open.arrived(NORTH, "live");
        String run = open.begin(cause);
        InstanceRef clean = open.cleanOf(NORTH);
        String attempt = open.attempt(
                clean, run, Reason.NEW, List.of(open.input("extracts", open.extracts(), true, List.of(NORTH))));
        send(open);

        eventually(LIMIT, () -> assertEquals(1, client.run(run).counts().active()));
        eventually(
                LIMIT,
                () -> assertEquals(List.of(InstanceState.RUNNING), states(client.instances(Filter.ANY.run(run)))));
        assertEquals(
                RunState.RUNNING, client.awaitRun(run, Duration.ofMillis(50)).state());
        assertFalse(client.awaitSettled(open.workflow(), Duration.ZERO).settled());

        CompletableFuture<RunInfo> waiting = async(() -> client.awaitRun(run, LIMIT));
        CompletableFuture<Settled> settling = async(() -> client.awaitSettled(open.workflow(), LIMIT));
        PlausibleHistory end = open.goingOn();
        end.succeed(clean, attempt, run, open.cleaned(), NORTH, "clean");
        end.end(run, cause, RunFinished.State.SUCCEEDED, new RunFinished.Summary(1, 0, 0, 0, 0, 0, 0, 0));
        send(end);

        assertEquals(RunState.SUCCEEDED, waiting.get().state());
        assertEquals(1, waiting.get().counts().executed());
        assertTrue(settling.get().settled(), settling.get()::toString);
    }

    @Test
    void a_workflow_is_settled_when_nothing_is_under_way() throws IOException {
        Settled settled = client.awaitSettled(WORKFLOW, LIMIT);

        assertTrue(settled.settled());
        assertEquals(0, settled.lag());
        assertEquals(1, settled.workflowVersion());
        assertTrue(client.awaitSettled(new WorkflowRef("no", "such"), LIMIT).settled());
    }

    @Test
    void lists_instances_by_their_parts() throws IOException {
        Filter prod = Filter.ANY.namespace("prod").workflow("claims");

        assertEquals(5, client.instances(prod).items().size());
        assertEquals(3, client.instances(prod.task("clean")).items().size());
        assertEquals(
                2,
                client.instances(prod.task("clean").partition("source=north"))
                        .items()
                        .size());
        assertEquals(
                1,
                client.instances(Filter.ANY.namespace("prod").partition("source=south"))
                        .items()
                        .size());
        assertEquals(
                2,
                client.instances(prod.state(InstanceState.FAILED)).items().size()
                        + client.instances(prod.state(InstanceState.BLOCKED))
                                .items()
                                .size());
        List<InstanceInfo> paged = new ArrayList<>();
        Page<InstanceInfo> page = client.instances(prod.limit(2));
        paged.addAll(page.items());
        while (page.next() != null) {
            page = client.instances(prod.limit(2).after(page.next()));
            paged.addAll(page.items());
        }
        assertEquals(client.instances(prod).items(), paged);
    }

    @Test
    void tells_an_instance_with_its_attempts_and_decisions() throws IOException {
        InstanceDetail instance = client.instance(PlausibleHistory.clean(NORTH));

        assertEquals(InstanceState.SUCCEEDED, instance.current().state());
        assertEquals(Reason.COMPLETED, instance.current().reason());
        assertEquals(2, instance.attempts().size());
        assertEquals(instance.lastSuccess(), instance.attempts().getFirst().attempt());
        assertEquals(InstanceState.SUCCEEDED, instance.decisions().getFirst().state());
        assertEquals(6, instance.decisions().size());
    }

    @Test
    void lists_attempts_newest_first() throws IOException {
        Page<AttemptInfo> all =
                client.attempts(Filter.ANY.namespace("prod").workflow("claims").limit(4));

        assertEquals(4, all.items().size());
        assertEquals(BAD, all.items().getFirst().instance().partition());
        assertEquals(AttemptState.FAILED, all.items().getFirst().state());
        assertEquals(3, all.items().getFirst().exitCode());
        assertEquals(
                3,
                client.attempts(Filter.ANY.namespace("prod").workflow("claims").after(all.next()))
                        .items()
                        .size());
        assertEquals(1, client.attempts(Filter.ANY.run(failedRun)).items().size());
        assertEquals(
                2,
                client.attempts(PlausibleHistory.clean(NORTH), Filter.ANY)
                        .items()
                        .size());
        assertEquals(
                1,
                client.attempts(Filter.ANY.namespace("prod").state(AttemptState.FAILED))
                        .items()
                        .size());
    }

    @Test
    void tells_everything_about_an_attempt() throws IOException {
        String id = client.instance(PlausibleHistory.clean(NORTH)).lastSuccess();

        AttemptDetail attempt = client.attempt(id);

        assertTrue(attempt.attempt().accepted());
        assertEquals(AttemptState.SUCCEEDED, attempt.attempt().state());
        assertEquals(Map.of("currency", "USD"), attempt.work().params());
        assertEquals(List.of("sh", "clean.sh"), attempt.work().run().command());
        assertEquals(
                history.version(EXTRACTS, NORTH),
                attempt.work().inputs().getFirst().partitions().getFirst().fingerprint());
        assertEquals(
                history.version(CLEANED, NORTH),
                attempt.outputs().getFirst().version().fingerprint());
        assertEquals(Map.of("rows", "7"), attempt.results());
        assertEquals(12, attempt.usage().cpuMillis());
        assertEquals("nobody", attempt.place().user());
        assertEquals("default", attempt.pool());
        assertEquals(1, attempt.attempt().workflowVersion());
    }

    @Test
    void shows_a_finished_log_at_once_from_any_byte() throws IOException {
        String id = client.instance(PlausibleHistory.clean(NORTH)).lastSuccess();

        assertEquals("begin\nend\n", log(id, 0, false));
        assertEquals("begin\nend\n", log(id, 0, true));
        assertEquals("in\nend\n", log(id, 3, true));
        assertEquals("", log(id, 10, true));
    }

    @Test
    void follows_a_log_until_it_ends() throws Exception {
        PlausibleHistory open = new PlausibleHistory(START.plusSeconds(120), "logs");
        InstanceRef clean = open.cleanOf(NORTH);
        String attempt = "clean-followed";
        open.tell(Topics.TASK_READY, "logs", open.ready(clean, "run", Reason.NEW, List.of(), attempt));
        open.log(clean, attempt, "run", 0, "one\n", false);
        send(open);
        eventually(LIMIT, () -> assertEquals("one\n", log(attempt, 0, false)));

        try (InputStream log = client.log(attempt, 0, true)) {
            assertEquals("one\n", new String(log.readNBytes(4), StandardCharsets.UTF_8));
            PlausibleHistory more = open.goingOn();
            more.log(clean, attempt, "run", 2, "e\ntwö\n", false);
            send(more);
            assertEquals("twö\n", new String(log.readNBytes(5), StandardCharsets.UTF_8));
            PlausibleHistory end = more.goingOn();
            end.log(clean, attempt, "run", 9, "three", true);
            send(end);
            assertEquals("three", new String(log.readAllBytes(), StandardCharsets.UTF_8));
        }
    }

    @Test
    void lists_datasets_with_their_extent() throws IOException {
        List<DatasetInfo> datasets = client.datasets("prod", Filter.ANY).items();

        assertEquals(
                List.of(CLEANED, DAILY, EXTRACTS),
                datasets.stream().map(DatasetInfo::dataset).toList());
        DatasetInfo cleaned = datasets.getFirst();
        assertEquals(2, cleaned.partitions());
        assertEquals("clean", cleaned.producer().task());
        assertFalse(cleaned.watched());
        assertEquals(List.of("phi"), cleaned.labels());
        assertTrue(datasets.getLast().watched());
        assertEquals(3, datasets.getLast().partitions());
        Page<DatasetInfo> one = client.datasets("prod", Filter.ANY.limit(1));
        assertEquals(
                DAILY,
                client.datasets("prod", Filter.ANY.limit(1).after(one.next()))
                        .items()
                        .getFirst()
                        .dataset());
    }

    @Test
    void lists_partitions_and_their_versions() throws IOException {
        List<PartitionInfo> partitions = client.partitions(CLEANED, Filter.ANY).items();
        assertEquals(
                List.of(NORTH, SOUTH),
                partitions.stream().map(PartitionInfo::partition).toList());
        assertEquals(
                history.version(CLEANED, NORTH), partitions.getFirst().version().fingerprint());
        assertTrue(partitions.getFirst().published());
        assertNotNull(partitions.getFirst().attempt());
        assertEquals(
                1,
                client.partitions(CLEANED, Filter.ANY.partition("source=so"))
                        .items()
                        .size());

        Page<VersionInfo> versions = client.versions(CLEANED, NORTH, Filter.ANY.limit(1));
        VersionInfo newest = versions.items().getFirst();
        VersionInfo oldest = client.versions(CLEANED, NORTH, Filter.ANY.after(versions.next()))
                .items()
                .getLast();
        assertEquals(oldest.version().fingerprint(), newest.before());
        assertEquals(PlausibleHistory.clean(NORTH), newest.instance());
        assertNull(oldest.before());
    }

    @Test
    void follows_lineage_up_to_exactly_what_the_present_version_was_made_of() throws IOException {
        LineageGraph graph = client.lineage(DAILY, FIRST_DAY, null, Direction.UP, 5);

        assertEquals(5, graph.nodes().size());
        assertEquals(4, graph.edges().size());
        assertTrue(graph.nodes().stream().allMatch(LineageGraph.Node::current), graph::toString);
        assertEquals(
                2, graph.nodes().stream().filter(LineageGraph.Node::watched).count());
        assertEquals(List.of(), graph.frontier());
        LineageGraph near = client.lineage(DAILY, FIRST_DAY, null, Direction.UP, 1);
        assertEquals(3, near.nodes().size());
        assertEquals(2, near.frontier().size());
    }

    @Test
    void follows_lineage_down_from_a_version_that_is_no_longer_current() throws IOException {
        Fingerprint first = client.versions(EXTRACTS, NORTH, Filter.ANY)
                .items()
                .getLast()
                .version()
                .fingerprint();

        LineageGraph graph = client.lineage(EXTRACTS, NORTH, first, Direction.DOWN, 5);

        // The first aggregate, and the one that the other source's delivery made of it.
        assertEquals(4, graph.nodes().size());
        assertTrue(graph.nodes().stream().noneMatch(LineageGraph.Node::current), graph::toString);
    }

    @Test
    void explains_why_an_instance_ran_back_to_the_file_that_changed() throws IOException {
        Why why = client.why(PlausibleHistory.aggregate("2026-01-01"));

        assertEquals(InstanceState.SUCCEEDED, why.current().state());
        assertEquals(1, why.ran().changes().size());
        assertEquals(NORTH, why.ran().changes().getFirst().partition());
        assertNotNull(why.ran().changes().getFirst().before());
        assertEquals(Cause.Kind.FILES_CHANGED, why.ran().cause().kind());
        assertEquals(2, why.chain().size());
        assertEquals(
                PlausibleHistory.clean(NORTH), why.chain().getFirst().change().instance());
        assertEquals(EXTRACTS, why.chain().getLast().change().dataset());
        assertNull(why.chain().getLast().decision());
        assertTrue(why.sentences().toString().contains("came from outside"), why.sentences()::toString);
    }

    @Test
    void explains_why_an_instance_is_blocked_down_to_the_failure() throws IOException {
        Why why = client.why(PlausibleHistory.aggregate("2026-01-02"));

        assertEquals(InstanceState.BLOCKED, why.current().state());
        assertEquals(PlausibleHistory.clean(BAD), why.blockedBy().getLast().instance());
        assertEquals(InstanceState.FAILED, why.blockedBy().getLast().state());
        assertTrue(why.next().contains(PlausibleHistory.clean(BAD).toString()), why::next);
    }

    @Test
    void explains_what_a_waiting_instance_lacks() throws IOException {
        PlausibleHistory waiting = new PlausibleHistory(START.plusSeconds(180), "waits");
        waiting.deployed(1);
        InstanceRef aggregate = waiting.aggregateOf("2026-01-01");
        waiting.decide(
                aggregate,
                InstanceState.WAITING,
                Reason.MISSING_INPUT,
                "input 'cleaned' has nothing for it yet",
                null,
                null,
                List.of(),
                List.of("cleaned/date=2026-01-01"));
        send(waiting);

        eventually(LIMIT, () -> {
            Why why = client.why(aggregate);
            assertEquals("clean", why.missing().getFirst().producer().task());
            assertTrue(why.next().contains("cleaned/date=2026-01-01"), why::next);
            assertNull(why.ran());
        });
    }

    @Test
    void sums_up_instances_by_task_and_state() throws IOException {
        StatusSummary summary = client.summary("prod");

        assertEquals(2, summary.tasks().size());
        assertEquals(
                Map.of(InstanceState.SUCCEEDED, 1L, InstanceState.BLOCKED, 1L),
                summary.tasks().getFirst().states());
        assertEquals("clean", summary.tasks().getLast().task().task());
    }

    @Test
    void lists_dead_letters_and_goes_on() throws Exception {
        try (KafkaProducer<String, String> poisoner =
                new KafkaProducer<>(kafka.producer("poison"), new StringSerializer(), new StringSerializer())) {
            poisoner.send(new ProducerRecord<>(Topics.TASK_FINISHED, "prod/poison", "{ no event"))
                    .get();
        }

        eventually(LIMIT, () -> {
            var letter = client.deadLetters(Filter.ANY.limit(1)).items().getFirst();
            assertEquals(Topics.TASK_FINISHED, letter.topic());
            assertEquals("prod/poison", letter.key());
            assertEquals("{ no event", letter.value());
            assertTrue(letter.reason().contains("ce_type"), letter::reason);
        });
        assertTrue(service.isReady());
    }

    @Test
    void says_how_far_it_has_read() throws IOException {
        assertTrue(client.stats().ingested() >= history.records().size());
        assertTrue(client.stats().topics().stream()
                .anyMatch(topic -> topic.topic().equals(Topics.TASK_EVENTS) && topic.read() > 0));
    }

    @Test
    void refuses_with_a_problem_that_says_what_to_do() {
        ProblemException unknown = assertThrows(ProblemException.class, () -> client.run("no-such-run"));
        assertEquals(404, unknown.problem().status());
        assertEquals("not-found", unknown.problem().code());
        assertProblem(400, "bad-parameter", () -> client.runs(Filter.ANY.limit(100_000)));
        assertProblem(400, "bad-parameter", () -> client.runs(Filter.ANY.after("no cursor!")));
        assertProblem(400, "bad-parameter", () -> client.runs(Filter.ANY.state(InstanceState.READY)));
        assertProblem(404, "not-found", () -> client.attempt("no-such-attempt"));
        assertProblem(404, "not-found", () -> client.log("no-such-attempt", 0, false));
        assertProblem(404, "not-found", () -> client.instance(PlausibleHistory.aggregate("1999-01-01")));
        assertProblem(404, "not-found", () -> client.why(PlausibleHistory.aggregate("1999-01-01")));
        assertProblem(404, "not-found", () -> client.lineage(DAILY, NORTH, null, Direction.UP, 1));
        assertProblem(400, "bad-parameter", () -> client.lineage(DAILY, FIRST_DAY, null, Direction.UP, 1_000));
    }

    @Test
    void answers_what_it_does_not_know_with_problems_too_and_shows_health_and_metrics() throws Exception {
        HttpResponse<String> nowhere = get("/api/v1/nowhere");
        assertEquals(404, nowhere.statusCode());
        assertEquals(
                "application/problem+json",
                nowhere.headers().firstValue("content-type").orElseThrow());
        assertEquals(200, get("/health/live").statusCode());
        assertEquals(200, get("/health/ready").statusCode());
        String metrics = get("/prometheus").body();
        assertTrue(metrics.contains("freshet_audit_events_ingested_total"), metrics);
        assertTrue(metrics.contains("freshet_audit_lag"), metrics);
    }

    @FunctionalInterface
    private interface Question<T> {
        T ask() throws IOException;
    }

    private static void assertProblem(int status, String code, Question<?> question) {
        ProblemException refused = assertThrows(ProblemException.class, question::ask);
        assertEquals(status, refused.problem().status(), refused.problem()::toString);
        assertEquals(code, refused.problem().code(), refused.problem()::toString);
    }

    private static <T> CompletableFuture<T> async(Question<T> question) {
        return CompletableFuture.supplyAsync(() -> {
            try {
                return question.ask();
            } catch (IOException e) {
                throw new AssertionError(e);
            }
        });
    }

    private static HttpResponse<String> get(String path) throws IOException, InterruptedException {
        try (HttpClient http = HttpClient.newHttpClient()) {
            return http.send(
                    HttpRequest.newBuilder(URI.create("http://localhost:" + service.port() + path))
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
        }
    }

    private static String log(String attempt, long offset, boolean follow) throws IOException {
        try (InputStream log = client.log(attempt, offset, follow)) {
            return new String(log.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static void send(PlausibleHistory written) {
        for (LogRecord record : written.records()) {
            publisher.send(record.topic(), record.key(), record.event()).join();
        }
    }

    private static List<String> ids(Page<RunInfo> page) {
        return page.items().stream().map(RunInfo::run).toList();
    }

    private static List<InstanceState> states(Page<InstanceInfo> page) {
        return page.items().stream().map(InstanceInfo::state).toList();
    }
}
