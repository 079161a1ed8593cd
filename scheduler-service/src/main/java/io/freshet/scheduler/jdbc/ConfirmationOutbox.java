package io.freshet.scheduler.jdbc;

import io.freshet.contracts.event.DeletionsConfirmed;
import io.freshet.contracts.topic.Topics;
import io.freshet.scheduler.deployment.ConfirmationStore;

/** Confirmations in PostgreSQL's outbox, which is all that is kept of them. */
public final class ConfirmationOutbox implements ConfirmationStore {
    private final Database database;

    public ConfirmationOutbox(Database database) {
        this.database = database;
    }

    @Override
    public void confirm(DeletionsConfirmed event) {
        var _ = database.transact(
                session -> OutboxRows.append(session, Topics.DELETION_CONFIRMATIONS, event.subject(), event));
    }
}
