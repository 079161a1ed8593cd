package io.freshet.launcher.kubernetes;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/** The threads on which pods and batches are looked after. Thread-safe. */
public final class PodThreads implements AutoCloseable {
    /** Something that may take a while, and may be done again. */
    @FunctionalInterface
    public interface Work {
        void run() throws IOException, InterruptedException;
    }

    private static final Logger LOG = LoggerFactory.getLogger(PodThreads.class);
    private static final Duration BEFORE_AGAIN = Duration.ofSeconds(1);

    private final ExecutorService workers;
    private final ScheduledExecutorService timer;
    private volatile boolean closing;

    /**
     * @param what is looked after; in the threads' names
     */
    public PodThreads(String what) {
        this.workers = Executors.newThreadPerTaskExecutor(
                Thread.ofVirtual().name("freshet-%s-".formatted(what), 0).factory());
        this.timer = Executors.newSingleThreadScheduledExecutor(Thread.ofPlatform()
                .daemon()
                .name("freshet-%s-looks".formatted(what))
                .factory());
    }

    /** Runs it now, unless this is closed. Returns whether it will be run. */
    public boolean now(Work work) {
        return execute(work, () -> {});
    }

    /** Runs it again and again until it does not fail any more. */
    public void untilDone(Work work) {
        var _ = execute(work, () -> later(() -> untilDone(work)));
    }

    /**
     * Runs it again and again; while it has not ended it is not begun again.
     *
     * @param first the time until then
     * @param pause the time from one beginning to the next
     */
    public void every(Duration first, Duration pause, Work work) {
        AtomicBoolean busy = new AtomicBoolean();
        Work alone = () -> {
            try {
                work.run();
            } finally {
                busy.set(false);
            }
        };
        Runnable begin = () -> {
            if (busy.compareAndSet(false, true)) {
                var _ = now(alone);
            }
        };
        var _ = timer.scheduleWithFixedDelay(begin, first.toMillis(), pause.toMillis(), TimeUnit.MILLISECONDS);
    }

    private boolean execute(Work work, Runnable failed) {
        try {
            workers.execute(() -> run(work, failed));
            return true;
        } catch (RejectedExecutionException e) {
            LOG.atDebug().log("Closing: the next launcher goes on");
            return false;
        }
    }

    private void run(Work work, Runnable failed) {
        try {
            work.run();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (IOException | RuntimeException e) {
            LOG.atLevel(closing ? Level.DEBUG : Level.ERROR)
                    .setCause(e)
                    .log("A pod is not looked after as it should be; it will be tried again");
            failed.run();
        }
    }

    private void later(Runnable work) {
        try {
            var _ = timer.schedule(work, BEFORE_AGAIN.toMillis(), TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException e) {
            LOG.atDebug().log("Closing: the next launcher goes on");
        }
    }

    /** What is being done is done to its end: half a batch on record would be of no use. */
    @Override
    public void close() {
        closing = true;
        timer.shutdownNow();
        workers.shutdown();
    }

    /** What is being done is broken off, as if this process died. */
    void breakOff() {
        close();
        workers.shutdownNow();
    }
}
