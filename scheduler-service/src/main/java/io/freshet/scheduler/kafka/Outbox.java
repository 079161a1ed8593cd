package io.freshet.scheduler.kafka;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** What was committed and is to be published. Methods throw a {@link RuntimeException} if the database cannot be reached. */
public interface Outbox {
    /** The sole right to publish; empty while another instance has it. It is given up with the process, whatever ends it. */
    Optional<Lease> tryLease();

    /** The right to publish, on a connection of its own. For one thread. */
    interface Lease extends AutoCloseable {
        /** What is not marked as sent, oldest first. */
        List<OutboxRow> unsent(int limit);

        void markSent(List<OutboxRow> rows, Instant at);

        /** Deletes what was sent before. */
        void purge(Instant before);

        /** Returns true as soon as something was committed; false when the time is over. */
        boolean awaitCommit(Duration limit);

        @Override
        void close();
    }
}
