package io.freshet.endtoend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.freshet.cli.failure.ExitCode;
import io.freshet.contracts.topic.Topics;
import io.freshet.servicekit.kafka.KafkaSettings;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.MethodOrderer.OrderAnnotation;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.TestMethodOrder;

/** Events of an upstream system run a workflow, each once, and those that cannot be used are shown with their reason. */
@TestInstance(Lifecycle.PER_CLASS)
@TestMethodOrder(OrderAnnotation.class)
abstract class Triggered {
    private static final String TYPE = "org.example.triggered.delivered";

    private final Scene scene = AcceptanceIT.scene("triggered", "claims");

    @Test
    @Order(1)
    void each_event_runs_what_it_names_once() throws Exception {
        deploy("""
                - event:
                    name: delivered
                    type: %1$s
                    filter: data.rows > 0
                    where: {date: data.date}
                    params: {batch: event.id}
                - event:
                    name: gathered
                    type: %1$s
                    filter: data.rows == 0 && has(data.date)
                    where: {date: data.date}
                    debounce: 1s
                """.formatted(TYPE));

        send(event("e1"), "{\"rows\": 1, \"date\": \"2026-01-05\"}");
        send(event("e1"), "{\"rows\": 1, \"date\": \"2026-01-05\"}");
        send(event("empty"), "{\"rows\": 0}");
        send(event("broken"), "{\"rows\": 2}");
        send(event("e2"), "{\"rows\": 1, \"date\": \"2026-01-06\"}");

        send(event("g1"), "{\"rows\": 0, \"date\": \"2026-01-08\"}");
        send(event("g2"), "{\"rows\": 0, \"date\": \"2026-01-08\"}");

        scene.launched(Map.of("fetch", 3));
        assertTrue(scene.say("why", "triggered/claims/fetch/date=2026-01-08")
                .endedWith(ExitCode.OK)
                .out()
                .contains("2 events, type " + TYPE + ", by trigger gathered: g1 of /warehouse, g2 of /warehouse"));
        assertEquals("e1", scene.content("report/2026-01-05.csv"));
        assertEquals("e2", scene.content("report/2026-01-06.csv"));
        assertTrue(scene.say("why", "triggered/claims/fetch/date=2026-01-06")
                .endedWith(ExitCode.OK)
                .out()
                .contains("event e2 of /warehouse"));
    }

    @Test
    @Order(2)
    void what_could_not_be_used_is_shown() throws Exception {
        JsonNode trigger = scene.say("triggers", "--namespace", "triggered", "--json")
                .endedWith(ExitCode.OK)
                .json()
                .get(0);
        assertEquals(2, trigger.get("fired").asInt());
        assertEquals(1, trigger.get("refused").asInt());

        String shown = scene.say("triggers", "events", "triggered/claims", "delivered")
                .endedWith(ExitCode.OK)
                .out();

        assertEquals(4, shown.lines().count(), shown);
        assertTrue(shown.contains("where.date: "), shown);
    }

    @Test
    @Order(3)
    void a_signed_delivery_comes_in_without_a_token_and_runs_what_the_webhook_names() throws Exception {
        Files.writeString(scene.system().data().secrets().resolve("triggered.gitlab"), "a secret of the scene");
        deploy("""
                - webhook:
                    name: pushed
                    scheme: gitlab
                    secret: gitlab
                    where: {date: data.date}
                    params: {batch: event.id}
                """);

        assertEquals(401, deliver("d1", "another secret"));
        assertEquals(202, deliver("d1", "a secret of the scene"));
        assertEquals(202, deliver("d1", "a secret of the scene"));

        scene.launched(Map.of("fetch", 1));
        assertEquals("d1", scene.content("report/2026-01-07.csv"));
        String shown = scene.say("webhooks", "deliveries", "triggered/claims", "pushed")
                .endedWith(ExitCode.OK)
                .out();
        assertTrue(shown.contains("io.freshet.webhook.gitlab.push"), shown);
        assertTrue(shown.contains("REFUSED"), shown);
        assertTrue(scene.say("webhooks", "--namespace", "triggered")
                .endedWith(ExitCode.OK)
                .out()
                .contains("/api/v1/webhooks/triggered/claims/pushed"));
    }

    /** A task that writes what it is given, with these triggers. */
    private void deploy(String triggers) throws Exception {
        scene.deploy(Map.of("workflow.yaml", """
                apiVersion: freshet.io/v1
                kind: Workflow
                metadata: {name: claims}
                spec:
                  params: {batch: {type: string, default: ""}}
                  datasets:
                    report: {path: report, layout: "{date:yyyy-MM-dd}.csv"}
                  tasks:
                    fetch:
                      outputs: [report]
                      run: {command: [sh, -c, 'echo "$FRESHET_PARAM_BATCH" > "$FRESHET_OUT_REPORT/$FRESHET_PARTITION_DATE.csv"']}
                  triggers:
                """ + triggers.indent(4)));
    }

    private int deliver(String id, String secret) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(scene.system()
                        .standalone()
                        .endpoints()
                        .scheduler()
                        .resolve("/api/v1/webhooks/triggered/claims/pushed"))
                .header("X-Gitlab-Token", secret)
                .header("X-Gitlab-Event", "Push Hook")
                .header("X-Gitlab-Event-UUID", id)
                .POST(HttpRequest.BodyPublishers.ofString("{\"date\": \"2026-01-07\"}"))
                .build();
        try (HttpClient client = HttpClient.newHttpClient()) {
            return client.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
        }
    }

    private static Map<String, String> event(String id) {
        return Map.of("ce_specversion", "1.0", "ce_id", id, "ce_source", "/warehouse", "ce_type", TYPE);
    }

    private void send(Map<String, String> headers, String data) throws Exception {
        Map<String, Object> config = KafkaSettings.of(
                        scene.system().standalone().endpoints().kafka())
                .producer("test-upstream");
        try (var producer = new KafkaProducer<>(config, new ByteArraySerializer(), new ByteArraySerializer())) {
            // One key, so that they are read in this order.
            ProducerRecord<byte[], byte[]> record = new ProducerRecord<>(
                    Topics.UPSTREAM_EVENTS,
                    "warehouse".getBytes(StandardCharsets.UTF_8),
                    data.getBytes(StandardCharsets.UTF_8));
            new TreeMap<>(headers)
                    .forEach((name, value) -> record.headers().add(name, value.getBytes(StandardCharsets.UTF_8)));
            producer.send(record).get();
        }
    }
}
