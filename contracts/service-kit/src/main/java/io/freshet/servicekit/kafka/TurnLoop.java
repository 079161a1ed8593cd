package io.freshet.servicekit.kafka;

import io.freshet.servicekit.time.Backoff;
import io.freshet.servicekit.time.ThreadEnd;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes turns at some work, on a thread of its own, until it is closed: one after the other while there is something to do, else one now
 * and then. After a turn that failed it waits, longer each time, and tries again. Thread-safe.
 */
public final class TurnLoop implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(TurnLoop.class);
    private static final Backoff BACKOFF = Backoff.ofMillis(250, 5_000);

    /** The work of which the loop takes turns: all but {@link #cutShort} and {@link #problem} by one thread at a time. */
    @FunctionalInterface
    public interface Turn {
        /**
         * Takes one turn.
         *
         * @return whether there may be more to do at once
         * @throws Exception if what was to be done was not; the next turn is another try
         */
        boolean take() throws Exception;

        /**
         * Lets a turn that waits return soon, for the loop is being closed. Called by whoever closes it. Unless said otherwise the thread is
         * interrupted, which whoever writes to files must avoid: it closes their channels.
         */
        default void cutShort(Thread thread) {
            thread.interrupt();
        }

        /** Gives back what turns have opened: after the last of them, once, also where none was taken. */
        default void end() {}

        /** What keeps it from its work though turns succeed, for people; empty if nothing does. Called by any thread. */
        default Optional<String> problem() {
            return Optional.empty();
        }
    }

    private final String name;
    private final Duration betweenLooks;
    private final Turn turn;
    private final LoopProgress progress;
    private final Semaphore wakes = new Semaphore(0);
    private final Thread thread;
    private final AtomicBoolean ended = new AtomicBoolean();
    private volatile boolean closing;

    /**
     * @param name what it is called, for people
     * @param thread what its thread is called
     * @param betweenLooks how long to wait after a turn that found nothing to do
     */
    public TurnLoop(String name, String thread, Duration betweenLooks, Turn turn) {
        this.name = name;
        this.betweenLooks = betweenLooks;
        this.turn = turn;
        this.progress = new LoopProgress(name);
        this.thread = Thread.ofPlatform().name(thread).daemon().unstarted(this::run);
    }

    /** Begins; to be called once. */
    public TurnLoop start() {
        thread.start();
        return this;
    }

    /** There is something to do: the next turn does not wait. */
    public void wake() {
        wakes.release();
    }

    /** False if only a restart helps: the thread has ended, or has completed no turn for {@link LoopProgress#STUCK_AFTER}. */
    public boolean isAlive() {
        return thread.getState() != Thread.State.TERMINATED && !(thread.isAlive() && progress.isStuck());
    }

    /** What keeps it from its work, for people; empty if nothing does. */
    public Optional<String> problem() {
        return thread.isAlive() ? progress.problem().or(turn::problem) : Optional.of(name + " does not run");
    }

    /** Cuts the turn short, waits for its end, and lets the work give back what it has opened. */
    @Override
    public void close() {
        closing = true;
        turn.cutShort(thread);
        wakes.release();
        ThreadEnd.await(thread);
        // Who is interrupted while it waits leaves the thread to itself, and with it what it has opened.
        if (!thread.isAlive() && ended.compareAndSet(false, true)) {
            turn.end();
        }
    }

    private void run() {
        int failures = 0;
        while (!closing) {
            boolean more = false;
            try {
                more = turn.take();
                progress.succeeded();
                failures = 0;
            } catch (Exception e) {
                if (!closing && failures == 0) {
                    LOG.atWarn().addKeyValue("loop", name).setCause(e).log("A turn failed and is tried again");
                }
                progress.failed(e);
                failures++;
            }
            if (!more) {
                sleep(failures == 0 ? betweenLooks : BACKOFF.pause(failures));
            }
        }
    }

    private void sleep(Duration pause) {
        try {
            if (!closing && wakes.tryAcquire(pause.toNanos(), TimeUnit.NANOSECONDS)) {
                wakes.drainPermits();
            }
        } catch (InterruptedException e) {
            // Only close interrupts, and the loop looks whether it did.
        }
    }
}
