package io.freshet.scheduler.jdbc;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.freshet.contracts.event.Cause;
import io.freshet.contracts.event.RunRequest;
import io.freshet.contracts.id.WorkflowRef;
import io.freshet.scheduler.deployment.RequestStore;
import io.freshet.scheduler.deployment.RequestStore.Answer;
import io.freshet.scheduler.deployment.RequestStore.Asked;
import io.freshet.testkit.TestDatabase;
import io.freshet.testkit.WithPostgres;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** For how long a request is remembered by its id. */
@WithPostgres
class RequestsIT {
    private static final Duration KEPT = Duration.ofDays(30);
    private static final WorkflowRef WORKFLOW = new WorkflowRef("prod", "flow");
    private static final Instant NOW = Instant.parse("2026-03-01T00:00:00Z");

    private SchedulerDatabase database;
    private RequestStore requests;

    @BeforeEach
    void open(TestDatabase empty, @TempDir Path directory) {
        database = SchedulerDatabase.open(empty, directory);
        requests = database.context().getBean(RequestStore.class);
    }

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void a_request_is_forgotten_when_it_is_older_than_it_is_kept_and_no_other() throws SQLException {
        assertEquals(Answer.ACCEPTED, ask("old"));
        assertEquals(Answer.ACCEPTED, ask("older"));
        database.update("UPDATE requests SET requested_at = requested_at - interval '31 days'");
        assertEquals(Answer.ACCEPTED, ask("new"));
        assertEquals(Answer.REPEATED, ask("old"));

        assertEquals(1, requests.forget(KEPT, 1), "no more than are to go at once");
        assertEquals(1, requests.forget(KEPT, 10));
        assertEquals(0, requests.forget(KEPT, 10));

        assertEquals(Answer.REPEATED, ask("new"));
        assertEquals(Answer.ACCEPTED, ask("old"));
    }

    private Answer ask(String id) {
        return requests.ask(
                new Asked(WORKFLOW, id, "everything", "run-" + id, "alice", NOW),
                new RunRequest.Resume(WORKFLOW, new Cause(id, Cause.Kind.REQUESTED, NOW, "asked"), "alice", NOW));
    }
}
