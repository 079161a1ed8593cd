package io.freshet.scheduler.jdbc;

import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import io.freshet.contracts.data.Sha256;
import io.freshet.contracts.event.RunRequest;
import io.freshet.contracts.id.WorkflowRef;
import io.freshet.contracts.topic.Topics;
import io.freshet.language.ParseResult;
import io.freshet.language.WorkflowParser;
import io.freshet.scheduler.deployment.DeployResult;
import io.freshet.scheduler.deployment.Deployment;
import io.freshet.scheduler.schedule.ScheduleStore;
import io.freshet.testkit.TestDatabase;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;

/** A workflow with schedules in a database, and what they asked for. */
record ScheduleFixture(TestDatabase raw, SchedulerDatabase database, Path directory) implements AutoCloseable {
    static final WorkflowRef FLOW = new WorkflowRef("prod", "flow");

    static ScheduleFixture open(TestDatabase raw, Path directory) {
        return new ScheduleFixture(raw, SchedulerDatabase.open(raw, directory), directory);
    }

    ScheduleStore store() {
        return database.context().getBean(ScheduleStore.class);
    }

    /** Deploys a version with these triggers, which gets onto the log. */
    void deploy(String triggers) throws IOException, SQLException {
        deploy(triggers, Map.of());
    }

    void deploy(String triggers, Map<String, List<LocalDate>> calendars) throws IOException, SQLException {
        commit(triggers, calendars);
        publish();
    }

    /** What was committed gets onto the log. */
    void publish() throws SQLException {
        update("UPDATE outbox SET sent_at = now() WHERE sent_at IS NULL");
    }

    /** Deploys a version that is not on the log yet. */
    void commit(String triggers, Map<String, List<LocalDate>> calendars) throws IOException {
        String yaml = """
                apiVersion: freshet.io/v1
                kind: Workflow
                metadata: {name: flow}
                spec:
                  params: {day: {type: date}}
                  datasets: {made: {path: made, layout: "{date:yyyy-MM-dd}.csv"}}
                  tasks: {make: {outputs: [made], run: {command: [sh]}}}
                  triggers: [%s]
                """.formatted(triggers);
        ParseResult.Parsed parsed =
                assertInstanceOf(ParseResult.Parsed.class, WorkflowParser.parse("workflow.yaml", yaml));
        Path zip = Files.write(directory.resolve("bundle.zip"), yaml.getBytes(StandardCharsets.UTF_8));
        assertInstanceOf(
                DeployResult.Accepted.class,
                database.definitions()
                        .deploy(List.of(new Deployment(
                                FLOW,
                                Sha256.of(yaml),
                                zip,
                                parsed,
                                Map.of("make", Sha256.of("code")),
                                calendars,
                                "alice",
                                Instant.EPOCH))));
    }

    /** Fires what is due until nothing is, and returns how many schedules did. */
    int fireAll() {
        int fired = 0;
        while (store().fireNext().isPresent()) {
            fired++;
        }
        return fired;
    }

    /** What was asked for, in the order of the outbox. */
    List<RunRequest.Evaluate> requested() throws SQLException {
        return requested(raw);
    }

    static List<RunRequest.Evaluate> requested(TestDatabase raw) throws SQLException {
        try (Connection connection = raw.connect()) {
            return new Session(connection)
                    .rows(
                            "SELECT event FROM outbox WHERE topic = ? ORDER BY id",
                            row -> StoredJson.read(row.getString(1), RunRequest.Evaluate.class),
                            Topics.RUN_REQUESTS);
        }
    }

    List<Instant> nominalTimes() throws SQLException {
        return requested().stream()
                .map(request -> request.cause().firing().nominalTime())
                .toList();
    }

    /** Statements for times that have passed or come. */
    void update(String sql, Object... arguments) throws SQLException {
        database.update(sql, arguments);
    }

    @Override
    public void close() {
        database.close();
    }
}
