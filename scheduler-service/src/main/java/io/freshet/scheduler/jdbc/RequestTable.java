package io.freshet.scheduler.jdbc;

import io.freshet.contracts.event.RunRequest;
import io.freshet.contracts.topic.Topics;
import io.freshet.scheduler.deployment.RequestStore;
import jakarta.inject.Singleton;
import java.time.Duration;

/** Requests in PostgreSQL, each with the row that publishes it. */
@Singleton
final class RequestTable implements RequestStore {
    private final Database database;
    private final RequestRepository requests;
    private final OutboxWriter outbox;

    RequestTable(Database database, RequestRepository requests, OutboxWriter outbox) {
        this.database = database;
        this.requests = requests;
        this.outbox = outbox;
    }

    @Override
    public Answer ask(Asked asked, RunRequest event) {
        String namespace = asked.workflow().namespace();
        return database.transact(() -> {
            int isNew = requests.insertIfAbsent(
                    namespace,
                    asked.requestId(),
                    asked.workflow().workflow(),
                    asked.content(),
                    asked.run(),
                    asked.user());
            if (isNew == 1) {
                append(event);
                return Answer.ACCEPTED;
            }
            return requests.findByNamespaceAndRequestId(namespace, asked.requestId())
                            .map(RequestRow::content)
                            .filter(asked.content()::equals)
                            .isPresent()
                    ? Answer.REPEATED
                    : Answer.CONTRADICTED;
        });
    }

    @Override
    public int forget(Duration kept, int limit) {
        return database.transact(() -> requests.deleteOlder(kept.toSeconds(), limit));
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
        var _ = database.transact(() -> append(event));
    }

    private long append(RunRequest event) {
        return outbox.append(Topics.RUN_REQUESTS, event.workflow().toString(), event);
    }
}
