package io.freshet.endtoend;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.freshet.contracts.api.AlertInfo;
import io.freshet.contracts.api.AuditClient;
import io.freshet.contracts.api.DeliveryInfo;
import io.freshet.contracts.api.Filter;
import io.freshet.endtoend.installation.Installation;
import io.freshet.endtoend.installation.Part;
import io.freshet.testkit.Eventually;
import io.freshet.testkit.WebhookReceiver;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/**
 * The audit service is killed after it has taken a message: before it has sent it, and after it has, before it could say so. There is one
 * alert, and a message that is sent twice has one id, by which the receiver knows it.
 */
abstract class AuditKilledWhileSending {
    private static final Duration LIMIT = PartsKilledAloneIT.LIMIT;

    private final Installation installation = PartsKilledAloneIT.installation();

    @Test
    void what_was_taken_and_not_sent_is_sent_by_the_next() throws Exception {
        int port;
        try (SilentPort silent = new SilentPort()) {
            port = silent.port();
            fail("unsent", WebhookReceiver.secret(port));
            Eventually.eventually(LIMIT, () -> assertEquals(1, attempts("unsent")));
            installation.kill(Part.AUDIT);
        }
        try (WebhookReceiver receiver = WebhookReceiver.start(port)) {
            goOnAfterTheLease();

            DeliveryInfo delivered = delivered("unsent");

            assertEquals(List.of(delivered.delivery()), receiver.ids());
            assertEquals(2, delivered.attempts());
            requireOneAlert("unsent", receiver);
        }
    }

    @Test
    void what_was_sent_and_not_recorded_is_sent_again_with_its_id() throws Exception {
        try (WebhookReceiver receiver = WebhookReceiver.start()) {
            receiver.hold();
            fail("unrecorded", receiver.secret());
            Eventually.eventually(
                    LIMIT, () -> assertEquals(1, receiver.received().size()));
            installation.kill(Part.AUDIT);
            receiver.release();
            goOnAfterTheLease();

            DeliveryInfo delivered = delivered("unrecorded");

            assertEquals(List.of(delivered.delivery(), delivered.delivery()), receiver.ids());
            assertEquals(receiver.received().getFirst(), receiver.received().getLast());
            requireOneAlert("unrecorded", receiver);
        }
    }

    /** Lets a task fail in a namespace of its own, of which somebody is alerted. */
    private void fail(String namespace, String secret) throws IOException {
        Files.writeString(PartsKilledAloneIT.secrets().resolve(namespace + ".ops"), secret);
        Path raw = Files.createDirectories(
                installation.storage().resolve(namespace).resolve("raw"));
        Files.writeString(raw.resolve("a.txt"), namespace + "\n");
        Path bundle = Files.createDirectories(PartsKilledAloneIT.scratch(namespace));
        Files.writeString(bundle.resolve("workflow.yaml"), """
                apiVersion: freshet.io/v1
                kind: Workflow
                metadata: {name: failing}
                spec:
                  datasets:
                    raw:  {path: raw, layout: "{name}.txt", watch: {settle: 0s}}
                    made: {path: made, layout: "{name}.txt"}
                  tasks:
                    make: {inputs: [raw], outputs: [made], run: {command: [sh, -c, exit 3]}}
                  alerts: [{name: ops, on: [failed], wait: 0s, webhook: {secret: ops}}]
                """);
        installation.deploy(namespace, bundle);
    }

    /** How often a message to a namespace has been taken to be sent. */
    private int attempts(String namespace) throws SQLException {
        try (Connection database = DriverManager.getConnection(installation.databaseUrl(Part.AUDIT));
                Statement statement = database.createStatement();
                ResultSet rows = statement.executeQuery(
                        "SELECT coalesce(sum(attempts), 0) FROM deliveries WHERE namespace = '%s'"
                                .formatted(namespace))) {
            rows.next();
            return rows.getInt(1);
        }
    }

    /** Puts the clock on by the minute for which a message is left to whoever took it. */
    private void goOnAfterTheLease() throws SQLException {
        installation.awaitReady(Part.AUDIT);
        try (Connection database = DriverManager.getConnection(installation.databaseUrl(Part.AUDIT));
                Statement statement = database.createStatement()) {
            assertEquals(
                    1,
                    statement.executeUpdate(
                            "UPDATE deliveries SET next_at = next_at - interval '1 minute' WHERE state = 'PENDING'"));
        }
    }

    private DeliveryInfo delivered(String namespace) {
        try (AuditClient audit = new AuditClient(installation.uri(Part.AUDIT))) {
            return Eventually.eventually(
                    LIMIT,
                    () -> audit.deliveries(Filter.ANY.namespace(namespace))
                            .items()
                            .getFirst(),
                    delivery -> delivery.state() == DeliveryInfo.State.DELIVERED);
        }
    }

    private void requireOneAlert(String namespace, WebhookReceiver receiver) throws IOException {
        try (AuditClient audit = new AuditClient(installation.uri(Part.AUDIT))) {
            List<AlertInfo> alerts =
                    audit.alerts(Filter.ANY.namespace(namespace)).items();
            assertEquals(1, alerts.size(), alerts::toString);
            assertEquals(
                    Set.of(alerts.getFirst().alert()),
                    Set.copyOf(receiver.received().stream()
                            .map(message -> message.at("/data/alerts/0/alert").asText())
                            .toList()));
        }
    }
}
