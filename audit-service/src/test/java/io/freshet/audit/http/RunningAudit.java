package io.freshet.audit.http;

import static io.freshet.testkit.Eventually.eventually;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.freshet.audit.AuditService;
import io.freshet.audit.history.LogRecord;
import io.freshet.audit.history.PlausibleHistory;
import io.freshet.contracts.api.AuditClient;
import io.freshet.contracts.partition.PartitionKey;
import io.freshet.servicekit.kafka.EventPublisher;
import io.freshet.servicekit.kafka.KafkaSettings;
import io.freshet.servicekit.service.RunningService;
import io.freshet.testkit.TestDatabase;
import io.freshet.testkit.TestKafka;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;

/**
 * A service that has read this history of a namespace: two sources are delivered, the first is corrected, and a delivery of the next
 * day fails.
 */
record RunningAudit(
        RunningService service,
        AuditClient client,
        EventPublisher publisher,
        KafkaSettings kafka,
        PlausibleHistory history,
        String northRun,
        String correctedRun,
        String failedRun)
        implements AutoCloseable {
    static final Duration LIMIT = Duration.ofSeconds(30);
    static final Instant START = Instant.parse("2026-01-10T08:00:00Z");
    static final PartitionKey NORTH = PlausibleHistory.extract("north", "2026-01-01");
    static final PartitionKey SOUTH = PlausibleHistory.extract("south", "2026-01-01");
    static final PartitionKey BAD = PlausibleHistory.extract("north", "2026-01-02");
    static final PartitionKey FIRST_DAY = PartitionKey.of("date", "2026-01-01");

    static RunningAudit start(TestKafka broker, TestDatabase database, String namespace) throws IOException {
        KafkaSettings kafka = KafkaSettings.of(broker.bootstrapServers());
        RunningService service = AuditService.start(Map.of(
                "micronaut.server.port", -1,
                "freshet.kafka.bootstrap-servers", broker.bootstrapServers(),
                "freshet.kafka.partitions", 2,
                "freshet.kafka.replication", 1,
                "datasources.default.url", database.jdbcUrl(),
                "datasources.default.username", database.user(),
                "datasources.default.password", database.password()));
        AuditClient client = new AuditClient(URI.create("http://localhost:" + service.port()));
        PlausibleHistory history = new PlausibleHistory(START, namespace);
        history.deployed(1);
        String northRun = history.delivery(NORTH, "north 1");
        history.delivery(SOUTH, "south 1");
        String correctedRun = history.delivery(NORTH, "north 1 corrected");
        String failedRun = history.failingDelivery(BAD, "bad");
        RunningAudit audit = new RunningAudit(
                service,
                client,
                new EventPublisher(kafka, "test", "test"),
                kafka,
                history,
                northRun,
                correctedRun,
                failedRun);
        audit.send(history);
        eventually(LIMIT, () -> assertEquals(0, client.stats().lag()));
        return audit;
    }

    void send(PlausibleHistory written) {
        for (LogRecord record : written.records()) {
            publisher.send(record.topic(), record.key(), record.event()).join();
        }
    }

    String log(String attempt, long offset, boolean follow) throws IOException {
        try (InputStream log = client.log(attempt, offset, follow)) {
            return new String(log.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    HttpResponse<String> get(String path) throws IOException, InterruptedException {
        try (HttpClient http = HttpClient.newHttpClient()) {
            return http.send(
                    HttpRequest.newBuilder(URI.create("http://localhost:" + service.port() + path))
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
        }
    }

    @Override
    public void close() {
        publisher.close();
        client.close();
        service.close();
    }
}
