package io.freshet.watcher;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.freshet.contracts.data.Sha256;
import io.freshet.contracts.envelope.EventDeserializer;
import io.freshet.contracts.event.FileChanges;
import io.freshet.contracts.event.PartitionChange;
import io.freshet.contracts.id.DatasetRef;
import io.freshet.contracts.id.WorkflowRef;
import io.freshet.contracts.json.EventJson;
import io.freshet.contracts.partition.Layout;
import io.freshet.contracts.spec.DatasetSpec;
import io.freshet.contracts.spec.WatchSpec;
import io.freshet.contracts.topic.Topics;
import io.freshet.contracts.upstream.UpstreamLimits;
import io.freshet.servicekit.kafka.EventPublisher;
import io.freshet.servicekit.kafka.KafkaSettings;
import io.freshet.servicekit.service.RunningService;
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
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Events of upstream systems, from the door and from the topic to what is reported, on a real broker and over restarts. */
@WithKafka
class UpstreamEventsIT {
    private static final Duration SOON = Duration.ofSeconds(30);
    private static final WorkflowRef CLAIMS = new WorkflowRef("prod", "claims");
    private static final DatasetRef EXTRACTS = new DatasetRef("prod", "extracts");
    private static final String BATCH = "application/cloudevents-batch+json";
    private static final String ONE = "application/cloudevents+json";

    @TempDir
    Path temporary;

    private final HttpClient client = HttpClient.newHttpClient();
    private TestKafka kafka;
    private StorageRoot root;
    private RunningService service;

    @BeforeEach
    void start(TestKafka shared) throws Exception {
        kafka = shared;
        kafka.createProductTopics(3);
        root = new StorageRoot(temporary.resolve("root"));
        try (EventPublisher publisher =
                new EventPublisher(KafkaSettings.of(kafka.bootstrapServers()), "test", "test")) {
            DatasetSpec extracts = new DatasetSpec(
                    "extracts",
                    "landing/extracts",
                    Layout.parse("{source}/{date:yyyy-MM-dd}/*.csv"),
                    new WatchSpec(Duration.ZERO, List.of(), null),
                    null,
                    DatasetSpec.Deletions.PROPAGATE,
                    List.of(),
                    null);
            publisher
                    .send(Topics.WORKFLOW_DEFINITIONS, CLAIMS.toString(), Definitions.watching(CLAIMS, 1, extracts))
                    .get();
        }
        start();
    }

    @AfterEach
    void close() {
        service.close();
        client.close();
    }

    @Test
    void what_is_accepted_counts_once_and_holds_back_what_differs_over_restarts() throws Exception {
        String batch = "[%s, %s, %s]"
                .formatted(
                        extract(
                                "e1",
                                "extracts",
                                "north/2026-01-05/a.csv",
                                Sha256.of("a").hex()),
                        extract(
                                "e2",
                                "extracts",
                                "south/2026-01-05/b.csv",
                                Sha256.of("right").hex()),
                        extract("e3", "elsewhere", "x.csv", Sha256.of("x").hex()));

        HttpResponse<String> accepted = post(BATCH, batch);
        assertEquals(202, accepted.statusCode(), accepted.body());
        assertEquals(3, json(accepted).path("receipts").size());
        awaitStatus(3, 0);
        Eventually.eventually(
                SOON,
                () -> get("/api/v1/events")
                        .path("datasets")
                        .path(1)
                        .path("events")
                        .asLong(),
                taken -> taken == 2);
        write("north/2026-01-05/a.csv", "a");
        write("south/2026-01-05/b.csv", "wrong");
        assertEquals(accepted.body(), post(BATCH, batch).body(), "the same is answered alike");
        awaitStatus(3, 3);

        service.close();
        start();
        assertEquals(accepted.body(), post(BATCH, batch).body(), "also after a restart");
        awaitStatus(3, 6);
        JsonNode waiting =
                Eventually.eventually(SOON, () -> get("/api/v1/events/announcements"), body -> body.size() == 2);
        assertEquals("NOT_WATCHED", waiting.get(0).path("state").asText());
        assertEquals("HELD_BACK", waiting.get(1).path("state").asText());
        assertEquals(
                Sha256.of("right").hex(),
                waiting.get(1).path("announced").path("sha256").asText());
        assertEquals(
                Sha256.of("wrong").hex(),
                waiting.get(1).path("found").path("sha256").asText());

        write("south/2026-01-05/b.csv", "right");
        Eventually.eventually(
                SOON,
                () -> get("/api/v1/events").path("datasets"),
                datasets ->
                        datasets.size() == 2 && datasets.get(1).path("arrived").asLong() == 2);
        try (TopicReader<String, FileChanges> changes = new TopicReader<>(
                kafka.bootstrapServers(),
                new StringDeserializer(),
                new EventDeserializer<>(FileChanges.class),
                Topics.FILE_CHANGES)) {
            Set<String> reported = new TreeSet<>();
            for (var record : changes.toEnd(SOON)) {
                for (PartitionChange change : record.value().changes()) {
                    reported.add(change.partition() + " " + change.after().bytes());
                }
            }
            assertEquals(
                    Set.of("source=north/date=2026-01-05 1", "source=south/date=2026-01-05 5"),
                    reported,
                    "what did not fit was never reported");
        }
    }

    @Test
    void a_record_that_is_no_event_becomes_a_dead_letter_and_both_modes_of_kafka_are_read() throws Exception {
        try (KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(
                        KafkaSettings.of(kafka.bootstrapServers()).producer("raw"),
                        new ByteArraySerializer(),
                        new ByteArraySerializer());
                TopicReader<String, String> dead =
                        TopicReader.ofText(kafka.bootstrapServers(), Topics.deadLetters(Topics.UPSTREAM_EVENTS))) {
            producer.send(record(Map.of(), "rubbish")).get();
            producer.send(record(
                            Map.of("ce_specversion", "1.0", "ce_id", "b", "ce_source", "urn:lab", "ce_type", "other"),
                            "x"))
                    .get();
            producer.send(record(
                            Map.of("content-type", ONE),
                            extract("s", "extracts", "north/2026-01-05/a.csv", "no digest")))
                    .get();
            producer.send(record(
                            Map.of("content-type", ONE),
                            extract(
                                    "t",
                                    "extracts",
                                    "north/2026-01-05/a.csv",
                                    Sha256.of("a").hex())))
                    .get();

            JsonNode status = Eventually.eventually(
                    SOON,
                    () -> get("/api/v1/events"),
                    body -> body.path("extracts").asLong() == 1);
            Eventually.eventually(
                    SOON, () -> get("/api/v1/events").path("unreadable").asLong(), unreadable -> unreadable == 2);
            assertTrue(status.path("others").asLong() <= 1);
            List<String> reasons = dead.atLeast(2, SOON).stream()
                    .map(letter -> new String(
                            letter.headers()
                                    .lastHeader("__streams.errors.message")
                                    .value(),
                            StandardCharsets.UTF_8))
                    .sorted()
                    .toList();
            assertTrue(reasons.getFirst().startsWith("data.sha256: "), reasons.toString());
            assertTrue(reasons.getLast().startsWith("the record is no CloudEvent"), reasons.toString());
        }
    }

    @Test
    void the_door_says_what_is_wrong() throws Exception {
        assertEquals(415, post("application/json", "{}").statusCode());
        HttpResponse<String> wrong = post(ONE, "{\"specversion\": \"1.0\"}");
        assertEquals(400, wrong.statusCode());
        assertEquals("invalid-event", json(wrong).path("code").asText());
        assertTrue(wrong.body().contains("id: it is missing"), wrong.body());
        assertEquals(
                413,
                post(BATCH, " ".repeat(UpstreamLimits.MAX_REQUEST_BYTES + 1)).statusCode());
        assertEquals(
                413,
                post(BATCH, " ".repeat(UpstreamLimits.MAX_REQUEST_BYTES + 1024 * 1024))
                        .statusCode());
        assertEquals(400, getResponse("/api/v1/events/announcements?limit=0").statusCode());
        assertEquals(400, getResponse("/api/v1/events/announcements?dataset=x").statusCode());

        HttpResponse<String> binary = client.send(
                request("/api/v1/events")
                        .header("ce-specversion", "1.0")
                        .header("ce-id", "1")
                        .header("ce-source", "urn:lab")
                        .header("ce-type", "org.example.any")
                        .header("Content-Type", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofString("{\"rows\": 3}"))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
        assertEquals(202, binary.statusCode(), binary.body());
    }

    @Test
    void the_examples_of_the_guide_run() throws Exception {
        String guide = Files.readString(Path.of("../docs/guides/upstream-events.md"));
        Matcher example = Pattern.compile("<!-- run: (\\w+) -->\n```\\w+\n(.*?)```", Pattern.DOTALL)
                .matcher(guide);
        Path file = Files.writeString(temporary.resolve("claims.csv"), "claim,amount\n");
        List<String> ran = new ArrayList<>();
        while (example.find()) {
            String tool = example.group(1);
            List<String> command = switch (tool) {
                case "python3" -> List.of("python3", "-c", example.group(2), file.toString());
                case "java" -> {
                    Path source = Files.writeString(temporary.resolve("Announce.java"), example.group(2));
                    yield List.of(
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            source.toString(),
                            "2026-01-06",
                            "2026-01-07");
                }
                default -> List.of("sh", "-c", example.group(2));
            };
            if (tool.equals("java") || isThere(tool)) {
                run(command);
                ran.add(tool);
            }
        }

        assertTrue(ran.containsAll(List.of("curl", "python3", "java")), "ran " + ran);
        long expected = ran.size() + 1L; // the batch has two
        JsonNode extracts = Eventually.eventually(
                SOON,
                () -> get("/api/v1/events").path("datasets").path(0),
                counts -> counts.path("events").asLong() == expected);
        assertEquals(0, extracts.path("unusable").asLong(), extracts.toString());
    }

    private static boolean isThere(String tool) throws Exception {
        return new ProcessBuilder("sh", "-c", "command -v " + tool).start().waitFor() == 0;
    }

    private void run(List<String> command) throws Exception {
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment()
                .putAll(Map.of(
                        "FRESHET_WATCHER",
                        "http://127.0.0.1:" + service.port(),
                        "FRESHET_TOKEN",
                        "none is asked for",
                        "FRESHET_KAFKA",
                        kafka.bootstrapServers()));
        Process process = builder.start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(0, process.waitFor(), output);
    }

    private static String extract(String id, String dataset, String path, String digest) {
        return """
                {"specversion": "1.0", "id": "%s", "source": "urn:lab", "type": "io.freshet.extract.arrived.v1", \
                "data": {"namespace": "prod", "dataset": "%s", "path": "%s", "sha256": "%s"}}""".formatted(id, dataset, path, digest);
    }

    private static ProducerRecord<byte[], byte[]> record(Map<String, String> headers, String value) {
        ProducerRecord<byte[], byte[]> record =
                new ProducerRecord<>(Topics.UPSTREAM_EVENTS, value.getBytes(StandardCharsets.UTF_8));
        headers.forEach((name, text) -> record.headers().add(name, text.getBytes(StandardCharsets.UTF_8)));
        return record;
    }

    private void start() {
        service = WatcherService.start(WatcherSettings.of(kafka.bootstrapServers(), root, temporary));
    }

    private void write(String path, String content) throws IOException {
        Path file = root.dataset(EXTRACTS, "landing/extracts").resolve(path);
        Files.createDirectories(file.getParent());
        Files.writeString(file, content);
    }

    private void awaitStatus(long extracts, long repeated) {
        Eventually.eventually(
                SOON,
                () -> get("/api/v1/events"),
                body -> body.path("extracts").asLong() == extracts
                        && body.path("repeated").asLong() == repeated);
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + service.port() + path));
    }

    private HttpResponse<String> post(String contentType, String body) throws IOException, InterruptedException {
        return client.send(
                request("/api/v1/events")
                        .header("Content-Type", contentType)
                        .POST(HttpRequest.BodyPublishers.ofString(body))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    private HttpResponse<String> getResponse(String path) throws IOException, InterruptedException {
        return client.send(request(path).build(), HttpResponse.BodyHandlers.ofString());
    }

    private JsonNode get(String path) throws IOException, InterruptedException {
        return json(getResponse(path));
    }

    private static JsonNode json(HttpResponse<String> response) throws IOException {
        return EventJson.mapper().readTree(response.body());
    }
}
