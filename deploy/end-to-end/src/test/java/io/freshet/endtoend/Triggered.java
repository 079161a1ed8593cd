package io.freshet.endtoend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.freshet.cli.failure.ExitCode;
import io.freshet.contracts.topic.Topics;
import io.freshet.servicekit.kafka.KafkaSettings;
import java.nio.charset.StandardCharsets;
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
                """.formatted(TYPE)));

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
