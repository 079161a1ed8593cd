package io.freshet.scheduler.jdbc;

import io.freshet.contracts.event.RunRequest;
import io.freshet.contracts.topic.Topics;
import io.freshet.scheduler.deployment.RequestStore;
import java.time.Duration;
import java.util.Optional;

/** Requests in PostgreSQL. */
public final class RequestTable implements RequestStore {
    private final Database database;

    public RequestTable(Database database) {
        this.database = database;
    }

    @Override
    public Answer ask(Asked asked, RunRequest event) {
        return database.transact(session -> {
            int isNew = session.update(
                    """
                    INSERT INTO requests (namespace, request_id, workflow, content, run, requested_by, requested_at)
                    VALUES (?, ?, ?, ?, ?, ?, clock_timestamp()) ON CONFLICT DO NOTHING
                    """,
                    asked.workflow().namespace(),
                    asked.requestId(),
                    asked.workflow().workflow(),
                    asked.content(),
                    asked.run(),
                    asked.user());
            if (isNew == 1) {
                OutboxRows.append(session, Topics.RUN_REQUESTS, asked.workflow().toString(), event);
                return Answer.ACCEPTED;
            }
            Optional<String> before = session.row(
                    "SELECT content FROM requests WHERE namespace = ? AND request_id = ?",
                    row -> row.getString(1),
                    asked.workflow().namespace(),
                    asked.requestId());
            return before.filter(asked.content()::equals).isPresent() ? Answer.REPEATED : Answer.CONTRADICTED;
        });
    }

    @Override
    public int forget(Duration kept, int limit) {
        return database.transact(session -> session.update("""
                DELETE FROM requests WHERE (namespace, request_id) IN (
                    SELECT namespace, request_id FROM requests
                    WHERE requested_at < clock_timestamp() - ? * interval '1 second' LIMIT ?)
                """, kept.toSeconds(), limit));
    }

    @Override
    public void resume(RunRequest.Resume event) {
        publish(event);
    }

    @Override
    public void cancel(RunRequest.Cancel event) {
        publish(event);
    }

    private void publish(RunRequest event) {
        var _ = database.transact(session ->
                OutboxRows.append(session, Topics.RUN_REQUESTS, event.workflow().toString(), event));
    }
}
