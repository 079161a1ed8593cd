package io.freshet.launcher.kubernetes;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The threads on which batches are looked after. Thread-safe. */
final class BatchWorkers implements AutoCloseable {
    /** Something that may take a while, and may be done again. */
    @FunctionalInterface
    interface Work {
        void run() throws IOException;
    }

    private static final Logger LOG = LoggerFactory.getLogger(BatchWorkers.class);
    private static final Duration BEFORE_AGAIN = Duration.ofSeconds(1);

    private final ExecutorService workers = Executors.newThreadPerTaskExecutor(
            Thread.ofVirtual().name("freshet-batch-", 0).factory());
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("freshet-batch-looks").factory());

    /** Runs it now, unless this is closed. Returns whether it will be run. */
    boolean now(Runnable work) {
        try {
            workers.execute(work);
            return true;
        } catch (RejectedExecutionException e) {
            LOG.atDebug().log("Closing: the next launcher goes on with its batches");
            return false;
        }
    }

    /** Runs it again and again until it does not fail any more. */
    void untilDone(Work work) {
        now(() -> {
            try {
                work.run();
            } catch (IOException | RuntimeException e) {
                LOG.atWarn().setCause(e).log("A batch is not looked after as it should be; trying again");
                later(() -> untilDone(work));
            }
        });
    }

    void every(Duration pause, Runnable work) {
        var _ = timer.scheduleWithFixedDelay(
                () -> now(work), pause.toMillis(), pause.toMillis(), TimeUnit.MILLISECONDS);
    }

    private void later(Runnable work) {
        try {
            var _ = timer.schedule(work, BEFORE_AGAIN.toMillis(), TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException e) {
            LOG.atDebug().log("Closing: the next launcher goes on with its batches");
        }
    }

    /** What is being done is done to its end: half a batch on record would be of no use. */
    @Override
    public void close() {
        timer.shutdownNow();
        workers.shutdown();
    }
}
