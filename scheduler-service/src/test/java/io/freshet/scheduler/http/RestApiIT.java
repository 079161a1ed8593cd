package io.freshet.scheduler.http;

import static io.freshet.scheduler.http.RestCaller.assertProblem;
import static io.freshet.scheduler.http.RestCaller.json;
import static io.freshet.scheduler.http.RestCaller.text;
import static io.freshet.testkit.Eventually.eventually;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.freshet.contracts.json.EventJson;
import io.freshet.contracts.topic.Topics;
import io.freshet.scheduler.Bundles;
import io.freshet.scheduler.RunningScheduler;
import io.freshet.scheduler.admission.Asks;
import io.freshet.scheduler.deployment.UploadSpace;
import io.freshet.servicekit.kafka.EventPublisher;
import io.freshet.servicekit.kafka.KafkaSettings;
import io.freshet.testkit.TestKafka;
import io.freshet.testkit.TestPostgres;
import io.freshet.testkit.WithKafka;
import io.freshet.testkit.WithPostgres;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The API as it is documented, and how it refuses what is malformed. */
@WithKafka
@WithPostgres
class RestApiIT {
    @TempDir
    static Path directory;

    private static RunningScheduler scheduler;
    private static RestCaller rest;

    @BeforeAll
    static void start(TestKafka kafka, TestPostgres postgres) {
        scheduler = RunningScheduler.start(kafka, postgres, directory);
        rest = new RestCaller(scheduler.address());
        try (EventPublisher planner =
                new EventPublisher(KafkaSettings.of(kafka.bootstrapServers()), "planner", "test-planner")) {
            for (int i = 1; i <= 2; i++) {
                Asks asks = Asks.task("load").partition(i).pool("warehouse").maxActive(1);
                planner.send(Topics.TASK_READY, "prod", asks.ready()).join();
            }
        }
    }

    @AfterAll
    static void stop() throws Exception {
        rest.close();
        scheduler.close();
    }

    @Test
    void every_example_of_the_reference_answers_as_it_says() throws Exception {
        List<RestReference.Example> examples = RestReference.examples();
        eventually(
                Duration.ofSeconds(60),
                () -> text(rest.send("GET", "/api/v1/namespaces/prod/queue", "", it -> it)),
                queue -> queue.contains("claims/load"));

        for (RestReference.Example example : examples) {
            HttpResponse<byte[]> answer = send(example);

            assertEquals(example.status(), answer.statusCode(), () -> example + ": " + text(answer));
            if (!example.answer().isEmpty()) {
                JsonNode documented = EventJson.mapper().readTree(example.answer());
                assertHasFields(documented, EventJson.mapper().readTree(answer.body()), example.toString());
            }
        }
        assertEquals(RestReference.endpoints().size(), examples.size(), "an example for each endpoint");
    }

    @Test
    void every_endpoint_is_in_the_reference() throws Exception {
        assertEquals(Routes.names(), RestReference.endpoints());
    }

    @Test
    void refuses_changes_without_a_user() throws Exception {
        HttpResponse<byte[]> answer = rest.send("PUT", "/api/v1/namespaces/prod/pools/p", "{\"slots\": 1}", it -> it);

        assertProblem(answer, 400, "user-missing");
    }

    @Test
    void refuses_malformed_json_unknown_fields_and_wrong_values() throws Exception {
        for (String body : List.of("{", "{\"slots\": 1, \"slot\": 2}", "{\"slots\": \"many\"}", "[]")) {
            assertProblem(
                    rest.send("PUT", "/api/v1/namespaces/prod/pools/p", body, RestCaller::alice), 400, "bad-request");
        }
        assertProblem(
                rest.send("PUT", "/api/v1/namespaces/prod/pools/p", "{\"slots\": -1}", RestCaller::alice),
                400,
                "invalid-slots");
    }

    @Test
    void refuses_names_that_are_none() throws Exception {
        assertProblem(rest.send("GET", "/api/v1/namespaces/Prod/workflows", "", it -> it), 400, "invalid-name");
        assertProblem(rest.send("GET", "/api/v1/namespaces/a%2F..%2Fb/workflows", "", it -> it), 400, "invalid-name");
        assertProblem(
                rest.send("POST", "/api/v1/instances/cancel", "{\"instance\": \"x\"}", RestCaller::alice),
                400,
                "invalid-instance");
    }

    @Test
    void refuses_what_does_not_exist_in_the_same_form() throws Exception {
        assertProblem(rest.send("GET", "/api/v1/nothing", "", it -> it), 404, "not-found");
        assertProblem(rest.send("PATCH", "/api/v1/namespaces", "", it -> it), 405, "method-not-allowed");
        assertProblem(
                rest.send("POST", "/api/v1/namespaces/prod/workflows", "text", RestCaller::alice),
                415,
                "unsupported-media-type");
        assertProblem(rest.send("GET", "/api/v1/namespaces?limit=0", "", it -> it), 400, "invalid-parameter");
        assertProblem(rest.send("GET", "/api/v1/namespaces?limit=x", "", it -> it), 400, "bad-request");
    }

    @Test
    void refuses_large_json_and_takes_large_bundles() throws Exception {
        byte[] random = new byte[9 << 20];
        new Random(1).nextBytes(random);
        byte[] bundle = Bundles.zip(Map.of(
                "workflow.yaml",
                Bundles.workflow("large", "raw", "made"),
                "clean.sh",
                Base64.getEncoder().encodeToString(random)));

        HttpResponse<byte[]> deployed = rest.upload("/api/v1/namespaces/big/workflows", bundle);
        HttpResponse<byte[]> json = rest.send(
                "POST",
                "/api/v1/namespaces/big/workflows/large/runs",
                "{\"reason\": \"" + "x".repeat(2 << 20) + "\"}",
                RestCaller::alice);

        assertEquals(201, deployed.statusCode(), () -> text(deployed));
        assertProblem(json, 413, "request-too-large");
    }

    @Test
    void refuses_a_bundle_that_is_large_once_it_is_unpacked_and_leaves_nothing_of_it() throws Exception {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            zip.putNextEntry(new ZipEntry("zeros"));
            for (int i = 0; i < 100; i++) {
                zip.write(new byte[1 << 20]);
            }
        }

        HttpResponse<byte[]> refused = rest.upload("/api/v1/namespaces/bomb/workflows", bytes.toByteArray());

        assertProblem(refused, 413, "bundle-too-large");
        try (Stream<Path> uploads = Files.walk(directory.resolve("storage/.freshet/uploads"))) {
            assertEquals(List.of(), uploads.filter(Files::isRegularFile).toList());
        }
    }

    @Test
    void refuses_more_uploads_than_it_takes_at_a_time_and_says_when_to_try_again() throws Exception {
        List<Socket> uploads = new ArrayList<>();
        String refusal;
        try {
            for (int i = 0; i <= UploadSpace.MAX_UPLOADS; i++) {
                uploads.add(beginUpload());
            }
            Socket refused = eventually(Duration.ofSeconds(30), () -> firstAnswered(uploads), Optional::isPresent)
                    .orElseThrow();
            refusal = new String(refused.getInputStream().readNBytes(600), StandardCharsets.UTF_8);
        } finally {
            for (Socket upload : uploads) {
                upload.close();
            }
        }

        assertTrue(refusal.startsWith("HTTP/1.1 429 "), refusal);
        assertTrue(refusal.toLowerCase(Locale.ROOT).contains("retry-after: 5\r\n"), refusal);
        assertTrue(refusal.contains("\"code\":\"too-many-uploads\""), refusal);
        HttpResponse<byte[]> later = eventually(
                Duration.ofSeconds(30),
                () -> rest.upload("/api/v1/namespaces/more/workflows", Bundles.claims("y")),
                answer -> answer.statusCode() == 201);
        assertEquals(201, later.statusCode());
    }

    /** An upload that has begun, and goes on until its sender is gone. */
    private static Socket beginUpload() throws IOException {
        Socket socket = new Socket(
                InetAddress.ofLiteral("127.0.0.1"), scheduler.service().port());
        socket.getOutputStream().write("""
                POST /api/v1/namespaces/held/workflows HTTP/1.1\r
                Host: localhost\r
                X-Freshet-User: alice\r
                Connection: close\r
                Content-Type: application/zip\r
                Content-Length: 1000000\r
                \r
                PK""".getBytes(StandardCharsets.US_ASCII));
        socket.setSoTimeout(30_000);
        return socket;
    }

    private static Optional<Socket> firstAnswered(List<Socket> uploads) throws IOException {
        for (Socket upload : uploads) {
            if (upload.getInputStream().available() > 0) {
                return Optional.of(upload);
            }
        }
        return Optional.empty();
    }

    @Test
    void pages_lists() throws Exception {
        for (String pool : List.of("a", "b", "c")) {
            rest.send("PUT", "/api/v1/namespaces/pages/pools/" + pool, "{\"slots\": 1}", RestCaller::alice);
        }

        JsonNode first = json(rest.send("GET", "/api/v1/namespaces/pages/pools?limit=2", "", it -> it));
        JsonNode second = json(rest.send(
                "GET",
                "/api/v1/namespaces/pages/pools?limit=2&cursor="
                        + first.get("next").asText(),
                "",
                it -> it));

        assertEquals(2, first.get("items").size());
        assertEquals("c", second.get("items").get(0).get("pool").asText());
        assertTrue(!second.has("next"));
    }

    @Test
    void tells_metrics() throws Exception {
        HttpResponse<byte[]> answer = rest.send("GET", "/prometheus", "", it -> it);

        assertEquals(200, answer.statusCode());
        assertTrue(text(answer).contains("jvm_memory_used_bytes"));
    }

    @Nested
    class Deployments extends DeploymentsTogether {
        Deployments() {
            super(rest);
        }
    }

    private static void assertHasFields(JsonNode documented, JsonNode actual, String where) {
        documented.properties().forEach(field -> {
            assertTrue(actual.has(field.getKey()), () -> where + " has no " + field.getKey() + ": " + actual);
            JsonNode value = field.getValue();
            JsonNode other = actual.get(field.getKey());
            assertEquals(value.getNodeType(), other.getNodeType(), () -> where + "." + field.getKey());
            if (value.isObject()) {
                assertHasFields(value, other, where + "." + field.getKey());
            }
            if (value.isArray() && value.size() > 0 && value.get(0).isObject()) {
                assertHasFields(value.get(0), other.get(0), where + "." + field.getKey() + "[0]");
            }
        });
    }

    private static HttpResponse<byte[]> send(RestReference.Example example) throws Exception {
        String[] line = example.requestLine().split(" ");
        if (example.body().startsWith("@")) {
            byte[] archive = line[1].endsWith("/deployments")
                    ? Bundles.related("{source}/{date:yyyy-MM-dd}/*.csv")
                    : Bundles.claims("true");
            return rest.upload(line[1], archive);
        }
        return rest.send(line[0], line[1], example.body(), request -> {
            example.headers().forEach(header -> request.setHeader(header.split(": ")[0], header.split(": ")[1]));
            return request;
        });
    }
}
