package io.freshet.scheduler.outbox;

import io.freshet.contracts.error.LogCode;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The step of publishing: send, then mark. Cut short between the two, the next publisher asks the log what was sent.
 *
 * <p>A row that Kafka refuses for good is marked as refused, and all others go, also later ones of the same key: a definition or a
 * pool's size is a whole state, and a request stands for itself, so what was refused never was, and what follows does not rest on it.
 */
public final class OutboxBatch {
    private static final Logger LOG = LoggerFactory.getLogger(OutboxBatch.class);
    private static final int BATCH = 100;
    /** Rows that were committed late have lower ids than some that were sent: so more than a batch is compared. */
    private static final int COMPARED = 10 * BATCH;

    private OutboxBatch() {}

    /** Notes what the publisher before had sent without noting it. */
    public static void takeOver(Outbox.Lease lease, RecordSender sender) {
        List<OutboxRow> written = sender.writtenBefore(lease.unsent(COMPARED));
        if (!written.isEmpty()) {
            lease.markSent(written);
        }
    }

    /** Publishes until nothing is left. */
    public static void all(Outbox.Lease lease, RecordSender sender) {
        for (List<OutboxRow> rows = lease.unsent(BATCH); !rows.isEmpty(); rows = lease.unsent(BATCH)) {
            try {
                sender.send(rows);
                lease.markSent(rows);
            } catch (RefusedRecordException e) {
                rows.forEach(row -> one(lease, sender, row));
            }
        }
    }

    private static void one(Outbox.Lease lease, RecordSender sender, OutboxRow row) {
        try {
            sender.send(List.of(row));
            lease.markSent(List.of(row));
        } catch (RefusedRecordException e) {
            LOG.atError()
                    .addKeyValue("topic", row.topic())
                    .addKeyValue("key", row.key())
                    .addKeyValue("outboxRow", row.id())
                    .addKeyValue("errorCode", LogCode.PUBLICATION_REFUSED)
                    .setCause(e)
                    .log("Kafka refuses a record for good; it is not published");
            lease.markRefused(row, String.valueOf(e.getMessage()));
        }
    }
}
