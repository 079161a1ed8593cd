package io.freshet.launcher;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.freshet.contracts.data.PartitionVersion;
import io.freshet.contracts.envelope.EventDeserializer;
import io.freshet.contracts.event.AttemptFinished;
import io.freshet.contracts.event.Batch;
import io.freshet.contracts.event.Cause;
import io.freshet.contracts.event.Event;
import io.freshet.contracts.event.FileChanges;
import io.freshet.contracts.event.LaunchCommand.LaunchAttempt;
import io.freshet.contracts.event.LogChunk;
import io.freshet.contracts.event.Outcome;
import io.freshet.contracts.event.PartitionChange;
import io.freshet.contracts.event.PartitionPublished;
import io.freshet.contracts.event.ProducedBy;
import io.freshet.contracts.event.PublicationFailed;
import io.freshet.contracts.event.Reason;
import io.freshet.contracts.event.SlotsReleased;
import io.freshet.contracts.event.TaskEvent.AttemptStarted;
import io.freshet.contracts.event.TaskEvent.StateChanged;
import io.freshet.contracts.partition.PartitionKey;
import io.freshet.contracts.spec.FailureKind;
import io.freshet.contracts.topic.Topic;
import io.freshet.contracts.topic.Topics;
import io.freshet.launcher.attempt.Rig;
import io.freshet.launcher.journal.JournalFollower;
import io.freshet.servicekit.kafka.EventPublisher;
import io.freshet.servicekit.kafka.KafkaSettings;
import io.freshet.servicekit.service.RunningService;
import io.freshet.testkit.Eventually;
import io.freshet.testkit.TestKafka;
import io.freshet.testkit.TopicReader;
import io.freshet.testkit.WithKafka;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The whole service on a real broker. */
@WithKafka
class LauncherServiceIT {
    private static final String UP = "{\"status\":\"UP\",\"problems\":[],\"warnings\":[]}";

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @TempDir
    Path directory;

    TestKafka kafka;
    Rig rig;
    EventPublisher orders;
    TopicReader<String, Event> reader;

    /** The group's offsets outlive a test, so the topics do. */
    @BeforeAll
    static void createTopics(TestKafka shared) {
        shared.createProductTopics(2);
        Eventually.eventually(
                PATIENCE,
                () -> shared.admin()
                        .describeTopics(Topics.all().stream().map(Topic::name).toList())
                        .allTopicNames()
                        .get()
                        .size(),
                size -> size == Topics.all().size());
    }

    @BeforeEach
    void begin(TestKafka shared) {
        kafka = shared;
        rig = new Rig(directory);
        orders = new EventPublisher(KafkaSettings.of(kafka.bootstrapServers()), "scheduler", "orders");
        reader = new TopicReader<>(
                kafka.bootstrapServers(),
                new StringDeserializer(),
                new EventDeserializer<>(Event.class),
                Topics.TASK_EVENTS,
                Topics.TASK_FINISHED,
                Topics.SLOT_RELEASES,
                Topics.TASK_LOGS,
                Topics.PARTITION_PUBLISHED);
    }

    @AfterEach
    void end() throws Exception {
        reader.close();
        orders.close();
        rig.close();
    }

    @Test
    void runs_an_order_and_shows_what_it_made() throws Exception {
        try (RunningService service = start()) {
            LaunchAttempt order = Rig.order(rig.shell("made", "echo hello; echo 1 > $FRESHET_OUT_MADE/a.csv"));
            send(order);

            AttemptFinished finish = await(AttemptFinished.class, order, 1).getFirst();

            awaitRelease(order);
            Outcome.Succeeded outcome = assertInstanceOf(Outcome.Succeeded.class, finish.outcome());
            assertEquals(
                    "process", await(AttemptStarted.class, order, 1).getFirst().executor());
            assertEquals("hello\n", await(LogChunk.class, order, 1).getFirst().text());

            PartitionVersion version = outcome.outputs().getFirst().version();
            send(accepted(order, version));
            PartitionPublished published =
                    await(PartitionPublished.class, order, 1).getFirst();
            assertEquals(version, published.version());
            assertEquals("1\n", Files.readString(directory.resolve("prod/made/a.csv")));
            assertTrue(service.isReady());
            assertTrue(get(service, "/prometheus")
                    .contains("freshet_launcher_attempts_finished_total{outcome=\"succeeded\"} 1"));
            assertEquals(UP, get(service, "/health/ready"));
        }
    }

    @Test
    void hears_of_a_cancellation_while_orders_wait_and_begins_them_when_there_is_room() throws Exception {
        LaunchAttempt running = Rig.order(rig.shell("fills-it", "sleep 600"));
        LaunchAttempt unwanted = Rig.order(rig.shell("unwanted", "echo unwanted >> " + witness()));
        LaunchAttempt waiting = Rig.order(rig.shell("waits", "echo waited >> " + witness()));
        try (RunningService _ = start(Map.of("freshet.launcher.max-open", 1))) {
            send(running);
            await(AttemptStarted.class, running, 1);
            send(unwanted);
            send(waiting);
            send(Rig.cancel(unwanted));

            Outcome.Failed cancelled = assertInstanceOf(
                    Outcome.Failed.class,
                    await(AttemptFinished.class, unwanted, 1).getFirst().outcome());
            assertEquals(FailureKind.CANCELLED, cancelled.kind());
            assertTrue(Files.notExists(witness()));
            StateChanged delayed = await(StateChanged.class, waiting, 1).getFirst();
            assertEquals(Reason.START_DELAYED, delayed.reason());
            assertTrue(delayed.sentence().contains("1 attempts under way"), delayed::sentence);

            send(Rig.cancel(running));
            assertInstanceOf(
                    Outcome.Succeeded.class,
                    await(AttemptFinished.class, waiting, 1).getFirst().outcome());
            assertEquals("waited\n", Files.readString(witness()));
        }
    }

    @Test
    void begins_nothing_while_the_disk_is_almost_full_and_says_so() throws Exception {
        LaunchAttempt order = Rig.order(rig.shell("later", "echo ran >> " + witness()));
        LaunchAttempt unwanted = Rig.order(rig.shell("unwanted", "echo ran >> " + witness()));
        try (RunningService service = start(Map.of("freshet.storage.reserve", Long.MAX_VALUE))) {
            send(order);
            send(unwanted);
            send(Rig.cancel(unwanted));

            // Which came after the order, so that this is read as well.
            await(AttemptFinished.class, unwanted, 1);
            assertFalse(new JournalFollower(rig.journal()).open().contains(order.attempt()));
            assertTrue(await(StateChanged.class, order, 1)
                    .getFirst()
                    .sentence()
                    .startsWith("Attempt 1 cannot start yet: the disk is almost full"));
            String health = get(service, "/health/ready");
            assertTrue(health.contains("the disk is almost full"), health);
            assertTrue(health.contains("DOWN"), health);
        }
        try (RunningService service = start()) {
            assertInstanceOf(
                    Outcome.Succeeded.class,
                    await(AttemptFinished.class, order, 1).getFirst().outcome());
            assertEquals("ran\n", Files.readString(witness()));
            assertTrue(service.isReady());
        }
    }

    @Test
    void starts_nothing_twice_though_the_order_comes_twice() throws Exception {
        try (RunningService service = start()) {
            LaunchAttempt order = Rig.order(rig.shell("twice", "echo ran >> %s; sleep 0.2".formatted(witness())));
            send(order);
            send(order);
            await(AttemptFinished.class, order, 1);
            // Before the launcher itself knows that its report has arrived, one more is on its way.
            Eventually.eventually(Rig.PATIENCE, rig::isClosed, isClosed -> isClosed);
            send(order);

            List<AttemptFinished> finishes = await(AttemptFinished.class, order, 2);

            assertEquals(1, finishes.stream().distinct().count());
            assertEquals("ran\n", Files.readString(witness()));
            assertTrue(service.isReady());
        }
    }

    @Test
    void puts_what_is_no_order_aside_and_goes_on() throws Exception {
        try (RunningService service = start();
                TopicReader<String, String> letters =
                        TopicReader.ofText(kafka.bootstrapServers(), Topics.deadLetters(Topics.TASK_LAUNCH))) {
            LaunchAttempt order = Rig.order(rig.shell("good", "echo 1"));
            write("poison");
            send(new LaunchAttempt("../../outside", 1, order.runs(), order.work(), order.at()));
            send(accepted(order, new PartitionVersion(io.freshet.contracts.data.Sha256.of("nothing"), 1, 1)));
            send(order);

            await(AttemptFinished.class, order, 1);

            assertEquals(2, letters.atLeast(2, PATIENCE).size());
            PublicationFailed failed = await(PublicationFailed.class, order, 1).getFirst();
            assertTrue(failed.message().contains("missing or damaged"), failed.message());
            assertTrue(service.isReady());
        }
    }

    @Test
    void takes_up_after_a_kill_what_ran_meanwhile() throws Exception {
        Path go = directory.resolve("go");
        LaunchAttempt order = Rig.order(rig.shell(
                "outlives",
                "echo ran >> %s; until [ -e %s ]; do sleep 0.05; done; echo 1 >$FRESHET_OUT_MADE/a"
                        .formatted(witness(), go)));
        Process launcher = startElsewhere();
        try {
            send(order);
            await(AttemptStarted.class, order, 1);
            rig.awaitFile(witness());
        } finally {
            launcher.destroyForcibly();
            assertTrue(launcher.waitFor(20, TimeUnit.SECONDS));
        }

        try (RunningService service = start()) {
            Files.createFile(go);

            AttemptFinished finish = await(AttemptFinished.class, order, 1).getFirst();

            assertInstanceOf(Outcome.Succeeded.class, finish.outcome());
            assertEquals("ran\n", Files.readString(witness()));
            assertEquals(
                    1, await(AttemptStarted.class, order, 2).stream().distinct().count());
            assertTrue(service.isReady());
        }
    }

    @Test
    void one_whose_name_another_has_taken_says_that_it_must_be_restarted(@TempDir Path elsewhere) throws Exception {
        try (RunningService older = start()) {
            assertEquals(UP, get(older, "/health/live"));

            try (RunningService newer = start(elsewhere)) {
                Eventually.eventually(PATIENCE, () -> {
                    assertEquals("""
                            {"status":"DOWN","problems":["the service does not go on by itself: start it again"],"warnings":[]}""", get(older, "/health/live"));
                    assertEquals("""
                            {"status":"DOWN","problems":["freshet.launcher does not run","freshet.publisher does not run","freshet.launcher.input-lists does not run"],"warnings":[]}""", get(older, "/health/ready"));
                });
                assertEquals(UP, get(newer, "/health/live"));
            }
        }
    }

    /** To which attempts write that they ran. */
    private Path witness() {
        return directory.resolve("witness");
    }

    private RunningService start() {
        return start(directory);
    }

    private RunningService start(Path storage) {
        RunningService service = start(Map.of("freshet.storage.root", storage.toString()));
        Eventually.eventually(PATIENCE, service::isReady, ready -> ready);
        return service;
    }

    /** One that may not be ready yet. */
    private RunningService start(Map<String, Object> others) {
        Map<String, Object> properties = new HashMap<>(Map.of(
                "freshet.kafka.bootstrap-servers",
                kafka.bootstrapServers(),
                "freshet.kafka.replication",
                1,
                "freshet.storage.root",
                directory.toString(),
                "freshet.launcher.allow-root",
                true,
                "micronaut.server.port",
                0));
        properties.putAll(others);
        return LauncherService.start(properties);
    }

    private Process startElsewhere() throws Exception {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-XX:+UseSerialGC",
                        "--enable-native-access=ALL-UNNAMED",
                        "-Dfreshet.kafka.bootstrap-servers=" + kafka.bootstrapServers(),
                        "-Dfreshet.kafka.replication=1",
                        "-Dfreshet.storage.root=" + directory,
                        "-Dfreshet.launcher.allow-root=true",
                        "-Dmicronaut.server.port=0",
                        "-cp",
                        System.getProperty("java.class.path"),
                        LauncherService.class.getName())
                .redirectErrorStream(true)
                .redirectOutput(directory.resolve("launcher.log").toFile())
                .start();
    }

    private static FileChanges accepted(LaunchAttempt order, PartitionVersion version) {
        Instant at = Instant.parse("2026-01-05T06:01:00Z");
        return new FileChanges(
                Rig.OUT,
                "made",
                "**",
                new Cause(order.run(), Cause.Kind.FILES_CHANGED, at, "a test"),
                Batch.single("batch"),
                List.of(new PartitionChange(PartitionKey.NONE, null, version)),
                new ProducedBy(order.instance(), order.attempt(), order.run()),
                at);
    }

    private void send(Event event) throws Exception {
        String topic = event instanceof FileChanges ? Topics.FILE_CHANGES : Topics.TASK_LAUNCH;
        orders.send(topic, event.subject(), event).get(20, TimeUnit.SECONDS);
    }

    private void write(String poison) throws Exception {
        try (var producer = new KafkaProducer<>(
                Map.<String, Object>of("bootstrap.servers", kafka.bootstrapServers()),
                new StringSerializer(),
                new StringSerializer())) {
            producer.send(new ProducerRecord<>(Topics.TASK_LAUNCH, "key", poison))
                    .get(20, TimeUnit.SECONDS);
        }
    }

    private void awaitRelease(LaunchAttempt order) {
        reader.until(
                PATIENCE,
                all -> all.stream()
                        .anyMatch(record -> record.value() instanceof SlotsReleased released
                                && released.attempts().contains(order.attempt())));
    }

    private <E extends Event> List<E> await(Class<E> type, LaunchAttempt order, int count) {
        return reader
                .until(
                        PATIENCE,
                        all -> all.stream()
                                        .filter(r -> isOf(type, order, r.value()))
                                        .count()
                                >= count)
                .stream()
                .map(record -> record.value())
                .filter(event -> isOf(type, order, event))
                .map(type::cast)
                .toList();
    }

    private static boolean isOf(Class<?> type, LaunchAttempt order, Event event) {
        return type.isInstance(event) && event.correlation().orElse("").equals(order.run());
    }

    private static String get(RunningService service, String path) throws Exception {
        try (HttpClient client = HttpClient.newHttpClient()) {
            return client.send(
                            HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + service.port() + path))
                                    .build(),
                            HttpResponse.BodyHandlers.ofString(StandardCharsets.UTF_8))
                    .body();
        }
    }
}
