package io.freshet.scheduler.outbox;

import io.freshet.servicekit.kafka.TurnLoop;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Brings what was committed onto the log, in order, once, as soon as it was committed. One instance of the service does it at a time;
 * another takes over when it closes, or has not used its lease for {@link Outbox.Lease#LEASE}.
 *
 * <p><b>Killed or paused between sending and marking.</b> The next publisher fences the sender of this one and finds on the log which
 * rows were sent, see {@link RecordSender#writtenBefore}.
 */
public final class OutboxPublisher implements TurnLoop.Turn {
    /** How long one wait for a commit lasts, which bounds the time that closing takes. */
    private static final Duration WAIT = Duration.ofMillis(250);
    /** A commit whose notification was lost is found after this. */
    private static final Duration LOOK_ANYWAY = Duration.ofSeconds(2);

    private static final Duration PURGE_EVERY = Duration.ofHours(1);
    /** Between two tries to get the lease that another instance has. */
    private static final Duration BETWEEN_TRIES = Duration.ofMillis(50);

    private final Outbox outbox;
    private final RecordSender.Opener senders;
    private final Duration retention;
    private @Nullable Term term;

    private OutboxPublisher(Outbox outbox, RecordSender.Opener senders, Duration retention) {
        this.outbox = outbox;
        this.senders = senders;
        this.retention = retention;
    }

    /**
     * A loop, not yet started. A turn is a try to get the lease, or, with the lease, to wait for a commit and publish it.
     *
     * @param retention how long rows that were sent or refused are kept
     */
    public static TurnLoop loop(Outbox outbox, RecordSender.Opener senders, Duration retention) {
        return new TurnLoop(
                "the publisher of the outbox",
                "scheduler-outbox",
                BETWEEN_TRIES,
                new OutboxPublisher(outbox, senders, retention));
    }

    @Override
    public boolean take() {
        try {
            if (term == null) {
                term = outbox.tryLease().map(Term::new).orElse(null);
            }
            if (term == null) {
                return false;
            }
            term.publish();
            return true;
        } catch (RuntimeException e) {
            Term failed = endTerm();
            try (failed) {
                throw e;
            }
        }
    }

    /** Lets another instance publish. */
    @Override
    public void end() {
        Term last = endTerm();
        if (last != null) {
            last.close();
        }
    }

    private @Nullable Term endTerm() {
        Term ended = term;
        term = null;
        return ended;
    }

    /** While this instance is the one that publishes. */
    private final class Term implements AutoCloseable {
        private final Outbox.Lease lease;
        private @Nullable RecordSender sender;
        private boolean committed;
        private long looked = System.nanoTime() - LOOK_ANYWAY.toNanos();
        private long purged = System.nanoTime() - PURGE_EVERY.toNanos();

        Term(Outbox.Lease lease) {
            this.lease = lease;
        }

        /** Publishes what was committed, and waits for more. */
        void publish() {
            if (committed || System.nanoTime() - looked >= LOOK_ANYWAY.toNanos()) {
                OutboxBatch.all(lease, sender());
                looked = System.nanoTime();
                purge();
            }
            committed = lease.awaitCommit(WAIT);
        }

        private RecordSender sender() {
            RecordSender open = sender;
            if (open == null) {
                open = senders.open(lease.outbox());
                sender = open;
                OutboxBatch.takeOver(lease, open);
            }
            return open;
        }

        private void purge() {
            if (System.nanoTime() - purged >= PURGE_EVERY.toNanos()) {
                lease.purge(retention);
                purged = System.nanoTime();
            }
        }

        @Override
        public void close() {
            try (lease) {
                if (sender != null) {
                    sender.close();
                }
            }
        }
    }
}
