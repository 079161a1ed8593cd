package io.freshet.endtoend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.freshet.cli.failure.ExitCode;
import io.freshet.testkit.Eventually;
import io.freshet.testkit.WebhookReceiver;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer.OrderAnnotation;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.TestMethodOrder;

/** People are alerted of a task that fails, once, and when it has recovered; and what is due is shown. */
@TestInstance(Lifecycle.PER_CLASS)
@TestMethodOrder(OrderAnnotation.class)
abstract class Alerted {
    private final Scene scene = AcceptanceIT.scene("alerted", "claims");

    private WebhookReceiver receiver;

    @BeforeAll
    void listen() throws IOException {
        receiver = WebhookReceiver.start();
        Path secrets = Files.createDirectories(scene.system().data().secrets());
        Files.writeString(secrets.resolve("alerted.ops"), receiver.secret());
    }

    @AfterAll
    void stop() {
        receiver.close();
    }

    @Test
    @Order(1)
    void a_failure_is_one_message_and_its_recovery_another() throws Exception {
        scene.deploy(Map.of("workflow.yaml", """
                apiVersion: freshet.io/v1
                kind: Workflow
                metadata: {name: claims}
                spec:
                  datasets:
                    raw:  {path: raw, layout: "{date:yyyy-MM-dd}.csv", watch: {settle: 0s}}
                    made: {path: made, layout: "{date:yyyy-MM-dd}.csv"}
                  tasks:
                    make:
                      inputs: [raw]
                      outputs: [made]
                      run: {command: [sh, -c, '! grep bad "$FRESHET_IN_RAW"/* && cp "$FRESHET_IN_RAW"/* "$FRESHET_OUT_MADE/"']}
                  deadlines: [{name: made, dataset: made, by: "07:30", timezone: America/Los_Angeles}]
                  alerts: [{name: ops, on: [failed, recovered], wait: 0s, webhook: {secret: ops}}]
                """));
        scene.drop("raw/2026-01-05.csv", "bad\n");
        Eventually.eventually(
                Scene.LIMIT, () -> assertEquals(1, receiver.received().size()));
        scene.drop("raw/2026-01-05.csv", "good\n");
        Eventually.eventually(
                Scene.LIMIT, () -> assertEquals(2, receiver.received().size()));

        JsonNode failed = receiver.received().getFirst().at("/data/alerts/0");
        assertEquals(
                "alerted/claims/make/date=2026-01-05", failed.get("instance").asText());
        assertEquals("OPEN", failed.get("state").asText());
        assertEquals(
                "RECOVERED",
                receiver.received().getLast().at("/data/alerts/0/state").asText());
        assertEquals(failed.get("alert"), receiver.received().getLast().at("/data/alerts/0/alert"));
        scene.launched(Map.of("make", 2));
    }

    @Test
    @Order(2)
    void the_command_line_shows_what_is_due_and_what_was_sent_and_sends_a_test() throws Exception {
        JsonNode due = scene.say("deadlines", "--namespace", "alerted", "--json")
                .endedWith(ExitCode.OK)
                .json()
                .at("/items/0");
        assertEquals("EXPECTED", due.get("state").asText());
        String alerts = scene.say("alerts", "--namespace", "alerted")
                .endedWith(ExitCode.OK)
                .out();
        assertTrue(alerts.contains("recovered"), alerts);

        String sent = scene.say("alerts", "test", "alerted/claims")
                .endedWith(ExitCode.OK)
                .out();

        assertTrue(sent.contains("delivered"), sent);
        assertEquals(
                "freshet.alert.test", receiver.received().getLast().get("type").asText());
        assertEquals(
                3,
                scene.say("alerts", "deliveries", "--namespace", "alerted", "--json")
                        .endedWith(ExitCode.OK)
                        .json()
                        .get("items")
                        .size());
    }
}
