package io.freshet.scheduler.kafka;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings what was committed onto the log, in order, as soon as it was committed. One instance of the service does it at a time; another
 * takes over when its connection ends.
 *
 * <p><b>Killed between sending and marking.</b> The rows are sent again, with equal content and therefore equal event ids; readers
 * ignore a version, a request or a pool size that they have.
 */
public final class OutboxPublisher implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(OutboxPublisher.class);
    /** How long one wait for a commit lasts, which bounds the time that {@link #close} takes. */
    private static final Duration WAIT = Duration.ofMillis(250);
    /** A commit whose notification was lost is found after this. */
    private static final Duration LOOK_ANYWAY = Duration.ofSeconds(2);

    private static final Duration PURGE_EVERY = Duration.ofHours(1);
    private static final long FIRST_PAUSE_MILLIS = 50;
    private static final long LONGEST_PAUSE_MILLIS = 2_000;

    private final Outbox outbox;
    private final Supplier<RecordSender> senders;
    private final InstantSource clock;
    private final Duration retention;
    private final Thread thread;
    private volatile boolean closing;

    /**
     * @param senders opens a sender, which ends the one before
     * @param retention how long rows that were sent are kept
     */
    public OutboxPublisher(Outbox outbox, Supplier<RecordSender> senders, InstantSource clock, Duration retention) {
        this.outbox = outbox;
        this.senders = senders;
        this.clock = clock;
        this.retention = retention;
        this.thread = Thread.ofPlatform().name("scheduler-outbox").daemon().unstarted(this::run);
    }

    public OutboxPublisher start() {
        thread.start();
        return this;
    }

    public boolean isRunning() {
        return thread.isAlive();
    }

    /** Whether it was started and publishes no more: after {@link #close}, or for ever after a fault. */
    public boolean hasEnded() {
        return thread.getState() == Thread.State.TERMINATED;
    }

    @Override
    public void close() {
        closing = true;
        thread.interrupt();
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        long pause = FIRST_PAUSE_MILLIS;
        while (!closing) {
            try (Turn turn = new Turn()) {
                if (turn.isOurs()) {
                    turn.publish();
                }
                pause = FIRST_PAUSE_MILLIS;
            } catch (RuntimeException e) {
                if (!closing) {
                    LOG.atWarn().setCause(e).log("Publishing again after a failure");
                }
                pause = Math.min(LONGEST_PAUSE_MILLIS, pause * 2);
            }
            sleep(pause);
        }
    }

    private void sleep(long millis) {
        try {
            if (!closing) {
                TimeUnit.MILLISECONDS.sleep(millis);
            }
        } catch (InterruptedException e) {
            // Only close interrupts, and the loop looks whether it did.
        }
    }

    /** While this instance is the one that publishes. */
    private final class Turn implements AutoCloseable {
        private final Optional<Outbox.Lease> lease = outbox.tryLease();
        private Instant purged = Instant.MIN;

        boolean isOurs() {
            return lease.isPresent();
        }

        void publish() {
            Outbox.Lease held = lease.orElseThrow();
            try (RecordSender sender = senders.get()) {
                while (!closing) {
                    OutboxPublishing.all(held, sender, clock);
                    purge(held);
                    awaitCommit(held);
                }
            }
        }

        private void awaitCommit(Outbox.Lease held) {
            for (long waited = 0; !closing && waited < LOOK_ANYWAY.toMillis(); waited += WAIT.toMillis()) {
                if (held.awaitCommit(WAIT)) {
                    return;
                }
            }
        }

        private void purge(Outbox.Lease held) {
            Instant now = clock.instant();
            if (purged.isBefore(now.minus(PURGE_EVERY))) {
                held.purge(now.minus(retention));
                purged = now;
            }
        }

        @Override
        public void close() {
            lease.ifPresent(Outbox.Lease::close);
        }
    }
}
