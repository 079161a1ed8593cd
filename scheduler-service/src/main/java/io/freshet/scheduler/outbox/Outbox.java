package io.freshet.scheduler.outbox;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** What was committed and is to be published. Methods throw a {@link RuntimeException} if the database cannot be reached. */
public interface Outbox {
    /**
     * The sole right to publish; empty while another instance has it. It is lost by not using it for {@code LEASE}, whatever the
     * reason, by the database's clock.
     */
    Optional<Lease> tryLease();

    /** What waits, and what was refused. */
    Backlog backlog();

    /**
     * How publishing gets on.
     *
     * @param oldest how long the oldest unsent row has waited; zero if there is none
     * @param refused how many rows Kafka has refused for good; at most 1,000 are counted
     * @param lastRefusal of the latest of them: topic, key and reason
     */
    record Backlog(Duration oldest, int refused, Optional<String> lastRefusal) {}

    /** The right to publish, on a connection of its own. For one thread. Every method may throw {@link LeaseLostException}. */
    interface Lease extends AutoCloseable {
        /** After so long without use the right is lost. */
        Duration LEASE = Duration.ofSeconds(20);

        /** Names the outbox among all that were ever published to a Kafka. */
        String outbox();

        /** What is neither sent nor refused, oldest first. */
        List<OutboxRow> unsent(int limit);

        void markSent(List<OutboxRow> rows);

        /** Marks a row that Kafka will never take. */
        void markRefused(OutboxRow row, String error);

        /** Deletes what was sent or refused longer ago than this, in bounded steps. */
        void purge(Duration kept);

        /** Returns true as soon as something was committed; false when the time is over. */
        boolean awaitCommit(Duration limit);

        @Override
        void close();
    }
}
