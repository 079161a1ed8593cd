package io.freshet.scheduler.kafka;

import java.time.InstantSource;
import java.util.List;

/** The step of publishing: send, then mark. Cut short between the two, it is done again and sends the same. */
public final class OutboxPublishing {
    private static final int BATCH = 100;

    private OutboxPublishing() {}

    /** Publishes until nothing is left. */
    public static void all(Outbox.Lease lease, RecordSender sender, InstantSource clock) {
        for (List<OutboxRow> rows = lease.unsent(BATCH); !rows.isEmpty(); rows = lease.unsent(BATCH)) {
            sender.send(rows);
            lease.markSent(rows, clock.instant());
        }
    }
}
