package io.freshet.planner;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.freshet.contracts.data.PartitionVersion;
import io.freshet.contracts.data.Sha256;
import io.freshet.contracts.envelope.EventDeserializer;
import io.freshet.contracts.event.Batch;
import io.freshet.contracts.event.Cause;
import io.freshet.contracts.event.Event;
import io.freshet.contracts.event.FileChanges;
import io.freshet.contracts.event.PartitionChange;
import io.freshet.contracts.event.ReadyCommand.TaskReady;
import io.freshet.contracts.event.RunFinished;
import io.freshet.contracts.id.DatasetRef;
import io.freshet.contracts.id.WorkflowRef;
import io.freshet.contracts.partition.PartitionKey;
import io.freshet.contracts.topic.Topic;
import io.freshet.contracts.topic.Topics;
import io.freshet.servicekit.kafka.EventPublisher;
import io.freshet.servicekit.kafka.KafkaSettings;
import io.freshet.servicekit.service.RunningService;
import io.freshet.testkit.Eventually;
import io.freshet.testkit.TestKafka;
import io.freshet.testkit.TopicReader;
import io.freshet.testkit.WithKafka;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.RemoveMembersFromConsumerGroupOptions;
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
class PlannerServiceIT {
    private static final Duration SOON = Duration.ofSeconds(60);
    private static final WorkflowRef CLAIMS = new WorkflowRef("prod", "claims");
    private static final int PARTITIONS = 2;

    @TempDir
    Path temporary;

    private TestKafka kafka;
    private EventPublisher publisher;
    private TopicReader<String, Event> ready;

    @BeforeEach
    void open(TestKafka shared) {
        kafka = shared;
        List<String> topics = Topics.all().stream().map(Topic::name).toList();
        kafka.delete(List.of("freshet-planner-catalog-changelog", "freshet-planner-plans-changelog"));
        kafka.createProductTopics(PARTITIONS);
        Eventually.eventually(
                SOON, () -> kafka.admin().describeTopics(topics).allTopicNames().get());
        KafkaSettings settings = KafkaSettings.of(kafka.bootstrapServers());
        publisher = new EventPublisher(settings, "test", "planner-it");
        ready = reader(Topics.TASK_READY);
    }

    @AfterEach
    void close() throws Exception {
        publisher.close();
        ready.close();
        // A member with a name stays in the group until its session ends, unless it is removed.
        Eventually.eventually(SOON, () -> {
            kafka.admin()
                    .removeMembersFromConsumerGroup("freshet-planner", new RemoveMembersFromConsumerGroupOptions())
                    .all()
                    .get();
            kafka.admin().deleteConsumerGroups(List.of("freshet-planner")).all().get();
        });
    }

    @Test
    void plans_what_changed_and_puts_poison_aside() throws Exception {
        try (RunningService service = PlannerService.start(properties("test"));
                TopicReader<String, Event> runs = reader(Topics.RUN_FINISHED);
                TopicReader<String, String> poison =
                        TopicReader.ofText(kafka.bootstrapServers(), Topics.deadLetters(Topics.FILE_CHANGES))) {
            Eventually.eventually(SOON, service::isReady, up -> up);
            assertEquals(200, status(service.port(), "/health/ready"));
            sendPoison();
            publisher
                    .send(Topics.WORKFLOW_DEFINITIONS, CLAIMS.toString(), PlannerFixtures.copying(CLAIMS, 1))
                    .get();
            publisher
                    .send(Topics.FILE_CHANGES, "prod/raw", PlannerFixtures.file("raw", "one"))
                    .get();

            TaskReady launched = (TaskReady) ready.atLeast(1, SOON).getFirst().value();
            publisher
                    .send(Topics.TASK_FINISHED, CLAIMS.toString(), PlannerFixtures.succeeded(launched))
                    .get();

            List<ConsumerRecord<String, Event>> finished = runs.until(
                    SOON,
                    all -> all.stream()
                            .anyMatch(record ->
                                    ((RunFinished) record.value()).summary().executed() == 1));
            assertEquals("prod/claims", finished.getFirst().key());
            assertEquals(1, poison.atLeast(1, SOON).size());
            assertEquals(200, status(service.port(), "/prometheus"));
        }
    }

    @Test
    void decides_everything_once_on_the_same_store_although_it_is_killed_again_and_again() throws Exception {
        int files = Integer.getInteger("freshet.killed.planner-files", 60);
        publisher
                .send(Topics.WORKFLOW_DEFINITIONS, CLAIMS.toString(), PlannerFixtures.copyingSites(CLAIMS, 1))
                .get();
        Path log = temporary.resolve("planner.log");
        int port = freePort();
        int answered = 0;
        for (int round = 0; round < 3; round++) {
            try (PlannerProcess planner = PlannerProcess.start(properties("test"), port, log)) {
                publisher
                        .send(Topics.FILE_CHANGES, "prod/raw", files(round, files))
                        .get();
                int enough = round * files + files / 2;
                answered = answer(ready.atLeast(enough, SOON), answered);
                planner.kill();
            }
        }
        List<String> stores = stores();

        try (PlannerProcess _ = PlannerProcess.start(properties("test"), port, log);
                TopicReader<String, Event> runs = reader(Topics.RUN_FINISHED);
                TopicReader<String, Event> changes = reader(Topics.FILE_CHANGES)) {
            while (answered < 3 * files) {
                answered = answer(ready.atLeast(answered + 1, SOON), answered);
            }
            List<ConsumerRecord<String, Event>> made = changes.until(
                    SOON,
                    all -> all.stream()
                                    .filter(record -> ((FileChanges) record.value()).produced() != null)
                                    .count()
                            >= 3L * files);
            runs.until(SOON, all -> executed(all) >= 3L * files);

            Map<String, Integer> launches = new HashMap<>();
            ready.toEnd(SOON)
                    .forEach(record -> launches.merge(((TaskReady) record.value()).attempt(), 1, Integer::sum));
            assertEquals(3 * files, launches.size());
            assertEquals(
                    3 * files,
                    launches.values().stream().mapToInt(count -> count).sum());
            assertEquals(3 + 3 * files, made.size());
            assertEquals(3 * files, executed(runs.toEnd(SOON)));
            assertEquals(stores, stores());
        }
    }

    @Test
    void says_what_it_could_never_read_and_waits_until_that_is_accepted() throws Exception {
        try (RunningService service = PlannerService.start(properties("test"))) {
            Eventually.eventually(SOON, service::isReady, up -> up);
        }
        kafka.delete(List.of(Topics.RUN_REQUESTS));
        kafka.create(List.of(new NewTopic(Topics.RUN_REQUESTS, PARTITIONS, (short) 1)));

        String token;
        try (RunningService service = PlannerService.start(properties("test"))) {
            assertEquals(503, status(service.port(), "/health/ready"));
            assertEquals(200, status(service.port(), "/health/live"), "no restart would help");
            String body = body(service.port(), "/health/ready");
            assertTrue(body.contains(Topics.RUN_REQUESTS + " partition 0: the topic was deleted and made anew"), body);
            token = body.replaceAll("(?s).*accept-lost-records=([0-9a-f]+).*", "$1");
        }

        Map<String, Object> accepting = new HashMap<>(properties("test"));
        accepting.put("freshet.kafka.accept-lost-records", token);
        try (RunningService service = PlannerService.start(accepting)) {
            Eventually.eventually(SOON, service::isReady, up -> up);
        }
    }

    /** The identities of the databases on disk: one that is made anew has another. */
    private List<String> stores() throws IOException {
        List<String> identities = new ArrayList<>();
        try (Stream<Path> files = Files.walk(temporary.resolve("state"))) {
            for (Path file :
                    files.filter(file -> file.endsWith("IDENTITY")).sorted().toList()) {
                identities.add(file + " " + Files.readString(file));
            }
        }
        assertEquals(2 * PARTITIONS, identities.size());
        return identities;
    }

    private static int executed(List<ConsumerRecord<String, Event>> runs) {
        return runs.stream()
                .mapToInt(record -> ((RunFinished) record.value()).summary().executed())
                .sum();
    }

    private int answer(List<ConsumerRecord<String, Event>> launched, int from) throws Exception {
        for (ConsumerRecord<String, Event> record : launched.subList(from, launched.size())) {
            publisher
                    .send(Topics.TASK_FINISHED, CLAIMS.toString(), PlannerFixtures.succeeded((TaskReady)
                            record.value()))
                    .get();
        }
        return launched.size();
    }

    private static FileChanges files(int round, int count) {
        List<PartitionChange> changes = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            changes.add(new PartitionChange(
                    PartitionKey.of("site", "r%d-%03d".formatted(round, i)),
                    null,
                    new PartitionVersion(Sha256.of(round + "-" + i), 1, 1)));
        }
        Cause cause = new Cause("round-" + round, Cause.Kind.FILES_CHANGED, PlannerFixtures.NOW, "round " + round);
        return new FileChanges(
                new DatasetRef("prod", "raw"),
                "data/raw",
                "{site}.csv",
                cause,
                Batch.single(cause.id()),
                changes,
                null,
                PlannerFixtures.NOW);
    }

    private void sendPoison() throws Exception {
        try (KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(
                KafkaSettings.of(kafka.bootstrapServers()).producer("poison"),
                new ByteArraySerializer(),
                new ByteArraySerializer())) {
            producer.send(new ProducerRecord<>(
                            Topics.FILE_CHANGES,
                            "prod/raw".getBytes(StandardCharsets.UTF_8),
                            "poison".getBytes(StandardCharsets.UTF_8)))
                    .get();
        }
    }

    private TopicReader<String, Event> reader(String topic) {
        return new TopicReader<>(
                kafka.bootstrapServers(), new StringDeserializer(), new EventDeserializer<>(Event.class), topic);
    }

    private Map<String, Object> properties(String instance) {
        return Map.of(
                "freshet.kafka.bootstrap-servers",
                kafka.bootstrapServers(),
                "freshet.kafka.partitions",
                PARTITIONS,
                "freshet.kafka.replication",
                1,
                "freshet.state.dir",
                temporary.resolve("state").toString(),
                "freshet.planner.instance",
                instance,
                "micronaut.server.port",
                -1);
    }

    private static int freePort() throws Exception {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    private static String body(int port, String path) throws Exception {
        try (HttpClient client = HttpClient.newHttpClient()) {
            return client.send(
                            HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                                    .build(),
                            HttpResponse.BodyHandlers.ofString())
                    .body();
        }
    }

    private static int status(int port, String path) throws Exception {
        try (HttpClient client = HttpClient.newHttpClient()) {
            return client.send(
                            HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                                    .build(),
                            HttpResponse.BodyHandlers.ofString())
                    .statusCode();
        }
    }
}
