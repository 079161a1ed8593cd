package io.freshet.watcher;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.freshet.contracts.data.Fingerprint;
import io.freshet.contracts.data.Sha256;
import io.freshet.contracts.envelope.EventDeserializer;
import io.freshet.contracts.event.Cause;
import io.freshet.contracts.event.DatasetProblems;
import io.freshet.contracts.event.DeletionsConfirmed;
import io.freshet.contracts.event.FileChanges;
import io.freshet.contracts.event.PartitionChange;
import io.freshet.contracts.id.DatasetRef;
import io.freshet.contracts.id.WorkflowRef;
import io.freshet.contracts.partition.Layout;
import io.freshet.contracts.partition.PartitionKey;
import io.freshet.contracts.spec.DatasetSpec;
import io.freshet.contracts.spec.WatchSpec;
import io.freshet.contracts.topic.Topic;
import io.freshet.contracts.topic.Topics;
import io.freshet.servicekit.kafka.EventPublisher;
import io.freshet.servicekit.kafka.KafkaSettings;
import io.freshet.servicekit.service.RunningService;
import io.freshet.servicekit.storage.ContentStore;
import io.freshet.servicekit.storage.StorageRoot;
import io.freshet.testkit.Eventually;
import io.freshet.testkit.TestKafka;
import io.freshet.testkit.TopicReader;
import io.freshet.testkit.WithKafka;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@WithKafka
class WatcherServiceIT {
    private static final Duration SOON = Duration.ofSeconds(30);
    private static final WorkflowRef CLAIMS = new WorkflowRef("prod", "claims");
    private static final DatasetRef EXTRACTS = new DatasetRef("prod", "extracts");
    private static final PartitionKey NORTH_5 = PartitionKey.of("source", "north", "date", "2026-01-05");

    @TempDir
    Path temporary;

    private TestKafka kafka;
    private EventPublisher publisher;
    private TopicReader<String, FileChanges> changes;
    private RunningService service;
    private StorageRoot root;

    @BeforeEach
    void open(TestKafka shared) {
        kafka = shared;
        kafka.createProductTopics(3);
        Eventually.eventually(
                SOON,
                () -> kafka.admin()
                        .describeTopics(Topics.all().stream().map(Topic::name).toList())
                        .allTopicNames()
                        .get());
        root = new StorageRoot(temporary.resolve("root"));
        publisher = new EventPublisher(KafkaSettings.of(kafka.bootstrapServers()), "test", "test");
        changes = new TopicReader<>(
                kafka.bootstrapServers(),
                new StringDeserializer(),
                new EventDeserializer<>(FileChanges.class),
                Topics.FILE_CHANGES);
    }

    @AfterEach
    void close() {
        if (service != null) {
            service.close();
        }
        changes.close();
        publisher.close();
    }

    @Test
    void tells_of_files_of_deployed_datasets() throws Exception {
        start();
        deploy(CLAIMS, 1, dataset("extracts", Duration.ZERO));
        write("north/2026-01-05/a.csv", "a");

        FileChanges event = events(1).getFirst();

        assertEquals(EXTRACTS, event.dataset());
        assertEquals("landing/extracts", event.path());
        assertEquals(Cause.Kind.FILES_CHANGED, event.cause().kind());
        assertEquals("1 file in 1 partition of extracts changed", event.cause().description());
        PartitionChange change = event.changes().getFirst();
        assertEquals(NORTH_5, change.partition());
        Fingerprint fingerprint = change.after().fingerprint();
        assertEquals(
                Sha256.of("a"),
                new ContentStore(root)
                        .manifest(fingerprint)
                        .orElseThrow()
                        .files()
                        .getFirst()
                        .content());
        ConsumerRecord<String, FileChanges> record = changes.atLeast(1, SOON).getFirst();
        assertEquals("prod/extracts", record.key());
        assertEquals(
                "urn:freshet:watcher",
                new String(record.headers().lastHeader("ce_source").value(), StandardCharsets.UTF_8));
    }

    @Test
    void goes_on_after_a_restart_where_it_was() throws Exception {
        deploy(CLAIMS, 1, dataset("extracts", Duration.ZERO));
        write("north/2026-01-05/a.csv", "a");
        write("south/2026-01-05/a.csv", "a");
        start();
        events(1);
        service.close();

        write("south/2026-01-05/b.csv", "b");
        start();
        events(2);
        service.close();
        start();
        write("west/2026-01-05/a.csv", "a");

        List<FileChanges> all = events(3);

        assertEquals(
                List.of(2, 1, 1),
                all.stream().map(event -> event.changes().size()).toList());
        assertEquals(
                all.get(0).changes().get(1).after(),
                all.get(1).changes().getFirst().before());
        assertEquals(3, changes.toEnd(SOON).size());
    }

    @Test
    void a_lost_state_is_read_back_from_the_log() throws Exception {
        deploy(CLAIMS, 1, dataset("extracts", Duration.ZERO));
        write("north/2026-01-05/a.csv", "a");
        write("south/2026-01-05/a.csv", "a");
        start();
        events(1);
        service.close();
        delete(temporary.resolve("state"));
        Files.delete(root.dataset(EXTRACTS, "landing/extracts").resolve("south/2026-01-05/a.csv"));

        start();
        FileChanges second = events(2).get(1);

        assertEquals(1, second.changes().size());
        assertEquals(
                "source=south/date=2026-01-05",
                second.changes().getFirst().partition().toString());
        assertNull(second.changes().getFirst().after());
        assertEquals(
                events(1).getFirst().changes().get(1).after(),
                second.changes().getFirst().before());
    }

    @Test
    void what_has_vanished_is_deleted_when_somebody_confirms_it() throws Exception {
        try (TopicReader<String, DatasetProblems> problems = new TopicReader<>(
                kafka.bootstrapServers(),
                new StringDeserializer(),
                new EventDeserializer<>(DatasetProblems.class),
                Topics.DATASET_PROBLEMS)) {
            deploy(CLAIMS, 1, dataset("extracts", Duration.ZERO));
            write("north/2026-01-05/a.csv", "a");
            start();
            events(1);
            Files.move(root.dataset(EXTRACTS, "landing/extracts"), temporary.resolve("away"));
            String confirmation = Eventually.eventually(
                    SOON, () -> problems.toEnd(SOON).getLast().value().confirmation(), named -> named != null);
            assertEquals(1, changes.toEnd(SOON).size());

            publisher
                    .send(
                            Topics.DELETION_CONFIRMATIONS,
                            EXTRACTS.toString(),
                            new DeletionsConfirmed(EXTRACTS, confirmation, "alice", Instant.EPOCH))
                    .get();

            assertNull(events(2).get(1).changes().getFirst().after());
        }
    }

    @Test
    void watches_no_more_what_a_task_produces_or_nobody_declares() throws Exception {
        start();
        deploy(CLAIMS, 1, dataset("extracts", Duration.ZERO));
        write("north/2026-01-05/a.csv", "a");
        events(1);

        publisher.send(Topics.WORKFLOW_DEFINITIONS, CLAIMS.toString(), null).get();
        awaitMetric("freshet_watcher_datasets", 0);
        write("north/2026-01-05/a.csv", "b");
        deploy(new WorkflowRef("prod", "other"), 1, dataset("extracts", Duration.ZERO));

        FileChanges second = events(2).get(1);
        assertEquals(
                events(1).getFirst().changes().getFirst().after(),
                second.changes().getFirst().before());
    }

    @Test
    void an_unreadable_definition_goes_to_the_dead_letters_once_and_stops_nothing() throws Exception {
        try (KafkaProducer<byte[], byte[]> raw = new KafkaProducer<>(
                        KafkaSettings.of(kafka.bootstrapServers()).producer("raw"),
                        new ByteArraySerializer(),
                        new ByteArraySerializer());
                TopicReader<String, String> dead =
                        TopicReader.ofText(kafka.bootstrapServers(), Topics.deadLetters(Topics.WORKFLOW_DEFINITIONS))) {
            raw.send(new ProducerRecord<>(
                            Topics.WORKFLOW_DEFINITIONS, "prod/bad".getBytes(StandardCharsets.UTF_8), new byte[] {'{'}))
                    .get();
            start();
            deploy(CLAIMS, 1, dataset("extracts", Duration.ZERO));
            write("north/2026-01-05/a.csv", "a");
            events(1);
            service.close();
            start();
            Eventually.eventually(SOON, service::isReady, ready -> ready);

            assertEquals("{", dead.atLeast(1, SOON).getFirst().value());
            assertEquals(1, dead.toEnd(SOON).size());
        }
    }

    @Test
    void answers_whether_it_is_ready_and_shows_metrics() throws Exception {
        start();
        deploy(CLAIMS, 1, dataset("extracts", Duration.ZERO));
        write("north/2026-01-05/a.csv", "abc");
        events(1);

        assertEquals(200, get("/health/live").statusCode());
        Eventually.eventually(SOON, () -> get("/health/ready").statusCode(), status -> status == 200);
        awaitMetric("freshet_watcher_hashed_bytes_total", 3);
    }

    @Test
    void two_watchers_in_one_process_do_not_disturb_each_other() throws Exception {
        start();
        Map<String, Object> other = properties();
        other.put("freshet.state.dir", temporary.resolve("state-2").toString());
        other.put("freshet.watcher.instance", "watcher-1");
        try (RunningService second = WatcherService.start(other)) {
            Eventually.eventually(SOON, () -> service.isReady() && second.isReady(), ready -> ready);
            deploy(CLAIMS, 1, dataset("extracts", Duration.ZERO));
            write("north/2026-01-05/a.csv", "a");

            Set<PartitionKey> told = events(2).stream()
                    .flatMap(event -> event.changes().stream())
                    .map(PartitionChange::partition)
                    .collect(Collectors.toSet());

            assertEquals(Set.of(NORTH_5), told);
        }
    }

    private static void delete(Path tree) throws IOException {
        try (Stream<Path> all = Files.walk(tree)) {
            for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }

    private void start() {
        service = WatcherService.start(properties());
    }

    private Map<String, Object> properties() {
        return WatcherSettings.of(kafka.bootstrapServers(), root, temporary);
    }

    private void deploy(WorkflowRef workflow, int version, DatasetSpec dataset) throws Exception {
        publisher
                .send(
                        Topics.WORKFLOW_DEFINITIONS,
                        workflow.toString(),
                        Definitions.watching(workflow, version, dataset))
                .get();
    }

    private static DatasetSpec dataset(String name, Duration settle) {
        return new DatasetSpec(
                name,
                "landing/extracts",
                Layout.parse("{source}/{date:yyyy-MM-dd}/*.csv"),
                new WatchSpec(settle, List.of(), null),
                null,
                DatasetSpec.Deletions.PROPAGATE,
                List.of(),
                null);
    }

    private void write(String path, String content) throws IOException {
        Path file = root.dataset(EXTRACTS, "landing/extracts").resolve(path);
        Files.createDirectories(file.getParent());
        Files.writeString(file, content);
    }

    private List<FileChanges> events(int count) {
        return changes.atLeast(count, SOON).stream().map(ConsumerRecord::value).toList();
    }

    private HttpResponse<String> get(String path) throws IOException, InterruptedException {
        try (HttpClient client = HttpClient.newHttpClient()) {
            return client.send(
                    HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + service.port() + path))
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
        }
    }

    private void awaitMetric(String name, double value) {
        Eventually.eventually(
                SOON,
                () -> get("/prometheus").body(),
                body -> body.lines()
                        .anyMatch(line -> line.startsWith(name)
                                && Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)) == value));
    }
}
