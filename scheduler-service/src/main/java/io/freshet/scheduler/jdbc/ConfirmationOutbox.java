package io.freshet.scheduler.jdbc;

import io.freshet.contracts.event.DeletionsConfirmed;
import io.freshet.contracts.topic.Topics;
import io.freshet.scheduler.deployment.ConfirmationStore;
import jakarta.inject.Singleton;

/** Confirmations in PostgreSQL's outbox, which is all that is kept of them. */
@Singleton
final class ConfirmationOutbox implements ConfirmationStore {
    private final Database database;
    private final OutboxWriter outbox;

    ConfirmationOutbox(Database database, OutboxWriter outbox) {
        this.database = database;
        this.outbox = outbox;
    }

    @Override
    public void confirm(DeletionsConfirmed event) {
        var _ = database.transact(() -> outbox.append(Topics.DELETION_CONFIRMATIONS, event.subject(), event));
    }
}
