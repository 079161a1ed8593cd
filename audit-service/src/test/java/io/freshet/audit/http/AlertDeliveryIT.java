package io.freshet.audit.http;

import static io.freshet.testkit.Eventually.eventually;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.freshet.audit.AuditService;
import io.freshet.audit.alert.Deadline;
import io.freshet.audit.history.LogRecord;
import io.freshet.audit.history.PlausibleHistory;
import io.freshet.contracts.api.AlertInfo;
import io.freshet.contracts.api.AuditClient;
import io.freshet.contracts.api.DeadlineInfo;
import io.freshet.contracts.api.DeliveryInfo;
import io.freshet.contracts.api.Filter;
import io.freshet.contracts.spec.AlertSpec;
import io.freshet.contracts.spec.AlertSpec.Condition;
import io.freshet.contracts.spec.DeadlineSpec;
import io.freshet.servicekit.kafka.EventPublisher;
import io.freshet.servicekit.kafka.KafkaSettings;
import io.freshet.servicekit.service.RunningService;
import io.freshet.testkit.TestDatabase;
import io.freshet.testkit.TestKafka;
import io.freshet.testkit.WebhookReceiver;
import io.freshet.testkit.WithKafka;
import io.freshet.testkit.WithPostgres;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Deadlines and alerts, from the log to the receiver, with services that come and go. */
@WithKafka
@WithPostgres
final class AlertDeliveryIT {
    private static final Duration LIMIT = Duration.ofSeconds(30);
    private static final ZoneId UTC = ZoneId.of("UTC");

    private WebhookReceiver receiver;
    private EventPublisher publisher;

    @TempDir
    private Path secrets;

    @BeforeEach
    void listen(TestKafka broker) throws IOException {
        receiver = WebhookReceiver.start();
        Files.writeString(secrets.resolve("prod.ops"), receiver.secret());
        publisher = new EventPublisher(KafkaSettings.of(broker.bootstrapServers()), "test", "test");
    }

    @AfterEach
    void stop() {
        publisher.close();
        receiver.close();
    }

    @Test
    void a_deadline_that_is_missed_while_the_service_is_dead_is_one_alert_of_the_two_that_come_after(
            TestKafka broker, TestDatabase database) throws Exception {
        PlausibleHistory history;
        int written;
        DeadlineInfo expected;
        try (RunningService first = start(broker, database, "one");
                AuditClient client = client(first)) {
            history = deployed(Instant.now().truncatedTo(ChronoUnit.SECONDS));
            written = send(history, 0);
            eventually(
                    LIMIT,
                    () -> assertEquals(1, client.deadlines(Filter.ANY).items().size()));
            expected = client.deadlines(Filter.ANY).items().getFirst();
            assertEquals(DeadlineInfo.State.EXPECTED, expected.state());
        }

        Instant decided = expected.due().plus(Deadline.GRACE);
        eventually(LIMIT, () -> assertTrue(Instant.now().isAfter(decided)));
        try (RunningService second = start(broker, database, "one");
                RunningService third = start(broker, database, "two");
                AuditClient client = client(second);
                AuditClient other = client(third)) {
            eventually(LIMIT, () -> assertEquals(1, receiver.received().size()));
            AlertInfo alert = other.alerts(Filter.ANY).items().getFirst();
            assertEquals(expected.due(), alert.due());
            assertEquals(
                    alert.alert(),
                    receiver.received().getFirst().at("/data/alerts/0/alert").asText());
            assertEquals(
                    DeliveryInfo.State.DELIVERED,
                    client.deliveries(Filter.ANY).items().getFirst().state());

            String date = expected.partitions().getFirst().value("date").orElseThrow();
            history.delivery(PlausibleHistory.extract("north", date), "north");
            send(history, written);
            eventually(LIMIT, () -> assertEquals(2, receiver.received().size()));

            assertEquals(
                    "RECOVERED",
                    receiver.received().getLast().at("/data/alerts/0/state").asText());
            assertEquals(1, client.alerts(Filter.ANY).items().size());
            assertEquals(
                    DeadlineInfo.State.ARRIVED,
                    client.deadlines(Filter.ANY).items().getLast().state());
            assertEquals(1, other.testAlerts(history.workflow()).size());
            eventually(LIMIT, () -> assertEquals(3, receiver.received().size()));
            assertEquals(
                    "freshet.alert.test",
                    receiver.received().getLast().at("/type").asText());
            assertEquals(
                    3,
                    client.deliveries(Filter.ANY.state(DeliveryInfo.State.DELIVERED))
                            .items()
                            .size());
        }
    }

    /** With a deadline a few seconds from now. */
    private static PlausibleHistory deployed(Instant now) {
        PlausibleHistory history = new PlausibleHistory(now);
        LocalTime by = LocalTime.ofInstant(now.plusSeconds(8), ZoneOffset.UTC);
        String cron = "%d %d %d * * *".formatted(by.getSecond(), by.getMinute(), by.getHour());
        history.deployed(
                1,
                List.of(new DeadlineSpec(
                        "daily",
                        new DeadlineSpec.Partitions("daily", Map.of()),
                        new DeadlineSpec.At(cron, UTC, List.of()))),
                List.of(new AlertSpec(
                        "ops",
                        List.of(Condition.LATE, Condition.RECOVERED),
                        new AlertSpec.Webhook("ops"),
                        AlertSpec.Grouping.RUN,
                        new AlertSpec.Times(Duration.ZERO, null, Duration.ofHours(1)),
                        null)));
        return history;
    }

    private RunningService start(TestKafka broker, TestDatabase database, String instance) {
        Map<String, Object> properties = new HashMap<>();
        properties.put("micronaut.server.port", -1);
        properties.put("freshet.kafka.bootstrap-servers", broker.bootstrapServers());
        properties.put("freshet.kafka.partitions", 2);
        properties.put("freshet.kafka.replication", 1);
        properties.put("freshet.audit.instance", instance);
        properties.put("freshet.audit.group", "alerts-" + database.jdbcUrl().hashCode());
        properties.put("freshet.secrets.directory", secrets.toString());
        properties.put("freshet.audit.alerts.local-addresses", true);
        properties.put("datasources.default.url", database.jdbcUrl());
        properties.put("datasources.default.username", database.user());
        properties.put("datasources.default.password", database.password());
        return AuditService.start(properties);
    }

    private static AuditClient client(RunningService service) {
        return new AuditClient(URI.create("http://localhost:" + service.port()));
    }

    /** Sends what was not sent before; returns how much there is. */
    private int send(PlausibleHistory history, int from) {
        List<LogRecord> records = history.records();
        for (LogRecord record : records.subList(from, records.size())) {
            publisher.send(record.topic(), record.key(), record.event()).join();
        }
        return records.size();
    }
}
