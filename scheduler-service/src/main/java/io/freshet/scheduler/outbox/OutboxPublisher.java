package io.freshet.scheduler.outbox;

import io.freshet.servicekit.kafka.LoopProgress;
import io.freshet.servicekit.time.Backoff;
import io.freshet.servicekit.time.ThreadEnd;
import java.time.Duration;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings what was committed onto the log, in order, once, as soon as it was committed. One instance of the service does it at a time;
 * another takes over when it closes, or has not used its lease for {@link Outbox.Lease#LEASE}.
 *
 * <p><b>Killed or paused between sending and marking.</b> The next publisher fences the sender of this one and finds on the log which
 * rows were sent, see {@link RecordSender#writtenBefore}.
 */
public final class OutboxPublisher implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(OutboxPublisher.class);
    /** How long one wait for a commit lasts, which bounds the time that {@link #close} takes. */
    private static final Duration WAIT = Duration.ofMillis(250);
    /** A commit whose notification was lost is found after this. */
    private static final Duration LOOK_ANYWAY = Duration.ofSeconds(2);

    private static final Duration PURGE_EVERY = Duration.ofHours(1);
    /** Between two tries to get the lease that another instance has. */
    private static final Duration BETWEEN_TURNS = Duration.ofMillis(50);

    private static final Backoff BACKOFF = Backoff.ofMillis(100, 2_000);

    private final Outbox outbox;
    private final RecordSender.Opener senders;
    private final Duration retention;
    private final LoopProgress progress = new LoopProgress("the publisher of the outbox");
    private final Thread thread;
    private volatile boolean closing;

    /**
     * @param retention how long rows that were sent or refused are kept
     */
    public OutboxPublisher(Outbox outbox, RecordSender.Opener senders, Duration retention) {
        this.outbox = outbox;
        this.senders = senders;
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

    /** False if only a restart helps: the thread has ended, or has completed no turn for {@link LoopProgress#STUCK_AFTER}. */
    public boolean isAlive() {
        return thread.getState() != Thread.State.TERMINATED && !(thread.isAlive() && progress.isStuck());
    }

    /** What keeps it from its work, for people; empty if nothing does. */
    public Optional<String> problem() {
        return thread.isAlive() ? progress.problem() : Optional.of("the publisher of the outbox does not run");
    }

    @Override
    public void close() {
        closing = true;
        thread.interrupt();
        ThreadEnd.await(thread);
    }

    private void run() {
        int failures = 0;
        while (!closing) {
            try (Turn turn = new Turn()) {
                if (turn.isOurs()) {
                    turn.publish();
                }
                progress.succeeded();
                failures = 0;
            } catch (RuntimeException e) {
                if (!closing) {
                    LOG.atWarn().setCause(e).log("Publishing again after a failure");
                }
                progress.failed(e);
                failures++;
            }
            sleep(failures == 0 ? BETWEEN_TURNS : BACKOFF.pause(failures));
        }
    }

    private void sleep(Duration pause) {
        try {
            if (!closing) {
                Thread.sleep(pause);
            }
        } catch (InterruptedException e) {
            // Only close interrupts, and the loop looks whether it did.
        }
    }

    /** While this instance is the one that publishes. */
    private final class Turn implements AutoCloseable {
        private final Optional<Outbox.Lease> lease = outbox.tryLease();
        private long purged = System.nanoTime() - PURGE_EVERY.toNanos();

        boolean isOurs() {
            return lease.isPresent();
        }

        void publish() {
            Outbox.Lease held = lease.orElseThrow();
            try (RecordSender sender = senders.open(held.outbox())) {
                OutboxBatch.takeOver(held, sender);
                while (!closing) {
                    OutboxBatch.all(held, sender);
                    purge(held);
                    progress.succeeded();
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
            if (System.nanoTime() - purged >= PURGE_EVERY.toNanos()) {
                held.purge(retention);
                purged = System.nanoTime();
            }
        }

        @Override
        public void close() {
            lease.ifPresent(Outbox.Lease::close);
        }
    }
}
